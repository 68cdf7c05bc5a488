-- The configuration that the tests run. @WORD@ is filled in at start. docs/im-server.md holds the
-- same lines with a hospital's values, without those marked "tests only"; a test compares them.
run_as_root = @AS_ROOT@                       -- tests only
sqlite_tune = "fast"                          -- tests only: power loss is not their subject
pidfile = "@FOLDER@/prosody.pid"              -- tests only
data_path = "@FOLDER@/data"                   -- tests only
admin_socket = "@FOLDER@/prosody.sock"        -- tests only
consider_websocket_secure = true              -- tests only
http_interfaces = { "127.0.0.1" }             -- tests only
http_ports = { @HTTP_PORT@ }                  -- tests only

log = { warn = "@LOG@" }
certificates = "@CERTIFICATES@"
plugin_paths = { "@MODULES@" }

interfaces = { @INTERFACES@ }
c2s_ports = { @C2S_PORT@ }
https_interfaces = { @INTERFACES@ }
https_ports = { @HTTPS_PORT@ }
https_certificate = "@CERTIFICATE@"
http_default_host = "@DOMAIN@"                -- the WebSocket answers under any Host header
s2s_ports = {}
modules_disabled = { "s2s" }                  -- consultations never leave the hospital

modules_enabled = { "roster", "saslauth", "tls", "disco", "blocklist", "private", "pep", "ping",
  "carbons", "mam", "smacks", "websocket", "http", "admin_shell" }
c2s_require_encryption = true
c2s_stanza_size_limit = 262144
smacks_hibernation_time = 300
smacks_max_queue_size = 5000

storage = { archive = "sql", muc_log = "sql" }
sql = { driver = "SQLite3", database = "@ARCHIVE@" }
archive_expires_after = "never"
muc_log_expires_after = "never"               -- Prosody's own default forgets rooms after a week

VirtualHost "@DOMAIN@"
  authentication = "clinic"
  clinic_check_url = "@CHECK_URL@"
  ssl = { certificate = "@CERTIFICATE@", key = "@KEY@" }

Component "consult.@DOMAIN@" "muc"
  modules_enabled = { "muc_mam", "clinic_rooms" }
  http_host = "@HTTP_HOST@"
  clinic_rooms_key = "@ROOMS_KEY@"
  clinic_members_domain = "@DOMAIN@"
  restrict_room_creation = true               -- rooms are the platform's
  muc_room_locking = false
  muc_room_cache_size = 10000
  muc_log_by_default = true
  max_archive_query_results = 100
  max_history_messages = 0
  muc_room_default_persistent = true
  muc_room_default_public = false
  muc_room_default_members_only = true
  muc_room_default_public_jids = true
  muc_room_default_change_subject = false
  muc_tombstones = false

Component "upload.@DOMAIN@" "http_file_share"
  http_host = "@HTTP_HOST@"                   -- the host in http_external_url: HTTP goes by it
  http_external_url = "@UPLOAD_URL@"
  http_file_share_access = { "@DOMAIN@" }
  http_file_share_size_limit = 16 * 1024 * 1024
  http_file_share_daily_quota = 1024 * 1024 * 1024
  http_file_share_expires_after = "never"     -- the default deletes after a week
