//! The endpoint table above the websites. See `content/endpoint.rs` for its uses.
//!
//! Ids are texts here: a malformed id never matches, and a caller without the right gets the same
//! answer for an existing and a missing resource. Callers are verified again for each request; that
//! round trip is not counted here.

use weft_domain::Role;
use weft_http::routes::Right::{Any, Own, OwnWhole, Role as AtLeast};

const WEBSITES: &str = "/api/websites";
const WEBSITE: &str = "/api/websites/:website";
const ACCOUNTS: &str = "/api/accounts";
const ME: &str = "/api/accounts/me";
const ME_OF_THE_SEED: &str = "/api/users/me";
const ACCOUNT: &str = "/api/accounts/:account";
const KEYS: &str = "/api/accounts/:account/keys";
const KEY: &str = "/api/accounts/:account/keys/:key";
const RESET: &str = "/api/accounts/:account/keys/:key/reset";
const LOGIN: &str = "/api/login";
const LOGIN_CONFIG: &str = "/api/login/config";
const LOGOUT: &str = "/api/login/logout";
const TIME_ZONES: &str = "/api/config/timezones";
const CHECK_URL: &str = "/api/security/ssrf/check-url";

weft_http::endpoints! {
    /// The endpoints.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Endpoint;

    /// The caller's websites.
    ListWebsites => GET WEBSITES, "list websites", Caller, Any, 1;
    /// A new website.
    CreateWebsite => POST WEBSITES, "create a website", Caller, AtLeast(Role::Admin), 1;
    /// One website.
    FindWebsite { website: String } => GET WEBSITE, "get a website", Caller, Any, 1;
    /// Changes a website.
    EditWebsite { website: String } => PUT WEBSITE, "edit a website", Caller, AtLeast(Role::Developer), 1;
    /// Deletes a website and its contents.
    DeleteWebsite { website: String } => DELETE WEBSITE, "delete a website", Caller, AtLeast(Role::Admin), 1;
    /// All accounts.
    ListAccounts => GET ACCOUNTS, "list accounts", Caller, AtLeast(Role::Admin), 1;
    /// A new account.
    CreateAccount => POST ACCOUNTS, "create an account", Caller, AtLeast(Role::Admin), 1;
    /// The caller's own account.
    Me => GET ME, "get one's own account", Caller, Any, 0;
    /// The caller's own account, under the path of the seed page's example.
    MeOfTheSeed => GET ME_OF_THE_SEED, "get one's own account, as the seed's example does", Caller, Any, 0;
    /// One account.
    FindAccount { account: String } => GET ACCOUNT, "get an account", Caller, Own(Role::Viewer), 1;
    /// Changes an account.
    EditAccount { account: String } => PUT ACCOUNT, "edit an account", Caller, OwnWhole(Role::Editor), 2;
    /// Deletes an account and its keys.
    DeleteAccount { account: String } => DELETE ACCOUNT, "delete an account", Caller, AtLeast(Role::Admin), 1;
    /// An account's keys.
    ListKeys { account: String } => GET KEYS, "list keys", Caller, Own(Role::Viewer), 1;
    /// A new key.
    CreateKey { account: String } => POST KEYS, "create a key", Caller, Own(Role::Editor), 1;
    /// One key.
    FindKey { account: String, key: String } => GET KEY, "get a key", Caller, Own(Role::Viewer), 1;
    /// Changes a key.
    EditKey { account: String, key: String } => PUT KEY, "edit a key", Caller, Own(Role::Editor), 1;
    /// Deletes a key.
    DeleteKey { account: String, key: String } => DELETE KEY, "delete a key", Caller, Own(Role::Editor), 1;
    /// Replaces a key's secret.
    ResetKey { account: String, key: String } => POST RESET, "reset a key", Caller, Own(Role::Editor), 1;
    /// The login methods.
    LoginConfig => GET LOGIN_CONFIG, "what a login page may offer", Nobody, Any, 0;
    /// Signs a browser out; also succeeds without a session.
    LogOut => GET LOGOUT, "log out", AnyCaller, Any, 1;
    /// Signs a browser in.
    LogIn => POST LOGIN, "log in", Nobody, Any, 0;
    /// The time zones for dates in slugs.
    TimeZones => GET TIME_ZONES, "list time zones", Caller, Any, 0;
    /// Whether an address may be fetched.
    CheckUrl => POST CHECK_URL, "check an address", Caller, Any, 0;
}
