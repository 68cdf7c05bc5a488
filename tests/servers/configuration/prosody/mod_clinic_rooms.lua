-- Lets the platform, and nobody else, make a consultation's room and say who belongs to it:
--   PUT  /clinic_rooms/consult-7   {"members": ["1001", "2001"]}   the room exists and has exactly these members
--   POST /clinic_rooms/consult-7   {"invite": "1001"}              sends that member a direct invitation (XEP-0249)
-- Every request carries "Authorization: Bearer <clinic_rooms_key>".
local json, jid, st = require "prosody.util.json", require "prosody.util.jid", require "prosody.util.stanza";
local hashes = require "prosody.util.hashes";
local key = assert(module:get_option_string("clinic_rooms_key"), "clinic_rooms_key is missing");
local domain = assert(module:get_option_string("clinic_members_domain"), "clinic_members_domain is missing");
module:depends("http");
local muc = module:depends("muc");

local function allowed(request)
	return hashes.equals(request.headers.authorization or "", "Bearer " .. key);
end

local function set_members(room, members)
	local wanted = {};
	for _, member in ipairs(members) do wanted[jid.join(member, domain)] = true; end
	for account in room:each_affiliation() do
		if not wanted[account] then room:set_affiliation(true, account, "none"); end
	end
	for account in pairs(wanted) do
		if not room:get_affiliation(account) then room:set_affiliation(true, account, "member"); end
	end
	room:save(true);
end

local function put(event, name)
	if not allowed(event.request) then return 401; end
	local order = json.decode(event.request.body);
	if type(order) ~= "table" or type(order.members) ~= "table" then return 400; end
	local address = jid.join(name, module.host);
	local room, problem = muc.get_room_from_jid(address), nil;
	if not room then room, problem = muc.create_room(address); end
	if not room then return { status_code = 500, body = problem }; end
	set_members(room, order.members);
	return 204;
end

local function post(event, name)
	if not allowed(event.request) then return 401; end
	local order = json.decode(event.request.body);
	if type(order) ~= "table" or type(order.invite) ~= "string" then return 400; end
	local message = st.message({ from = module.host, to = jid.join(order.invite, domain) })
		:tag("x", { xmlns = "jabber:x:conference", jid = jid.join(name, module.host) });
	module:send(message);
	return 204;
end

module:provides("http", { route = { ["PUT /*"] = put, ["POST /*"] = post } });
