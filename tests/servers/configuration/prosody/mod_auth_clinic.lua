-- Signs members in with the platform's short-lived password: Prosody asks the platform's check address.
local async, http, json = require "prosody.util.async", require "prosody.net.http", require "prosody.util.json";
local new_sasl = require "prosody.util.sasl".new;
local url = assert(module:get_option_string("clinic_check_url"), "clinic_check_url is missing");

-- 204 = good, 401 = wrong or run out; anything else means that the platform could not say.
local function ask(user, password)
	local body = json.encode({ user = user, domain = module.host, password = password });
	local request = { method = "POST", body = body, headers = { ["Content-Type"] = "application/json" } };
	local response, problem = async.wait_for(http.request(url, request));
	return problem and 0 or response.code;
end

local function handler()
	local unavailable = false;
	local sasl = new_sasl(module.host, { plain_test = function(_, user, password)
		local code = ask(user, password);
		unavailable = code ~= 204 and code ~= 401;
		return code == 204, true;
	end });
	function sasl:process(message)
		local status, condition, text = getmetatable(self).__index.process(self, message);
		if status == "failure" and unavailable then
			return status, "temporary-auth-failure", "The sign-in service does not answer.";
		end
		return status, condition, text;
	end
	sasl.clean_clone = handler;
	return sasl;
end

module:provides("auth", {
	get_sasl_handler = handler;
	test_password = function(user, password) return ask(user, password) == 204; end;
	user_exists = function(user) return user:match("^%d+$") ~= nil; end;
	users = function() return function() end; end;
	set_password = function() return nil, "The platform owns the passwords."; end;
	create_user = function() return nil, "The platform owns the accounts."; end;
	delete_user = function() return nil, "The platform owns the accounts."; end;
});
