//! What can be asked: one table per component, and how a method and a path become a row of it.
//!
//! What is below a website's collections is served by the component content-snow, everything else by auth. The tables drive
//! routing, the guard tests and the reference page (docs/dialects/snowcms.md): a row that the page does not name fails a test.
//!
//! The seed page spells the title's path `wesbites/…/colletions`; clients may have copied it, so both spellings are rows.

use http::Method;

pub use weft_http::routes::Row;

/// What the component content-snow is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// A website's collections.
    ListCollections,
    /// A new collection.
    CreateCollection,
    /// One collection.
    FindCollection,
    /// A collection changes.
    EditCollection,
    /// A collection goes, with its entries.
    DeleteCollection,
    /// Which input is the title.
    FindTitle,
    /// Another input is the title.
    EditTitle,
    /// A collection's inputs, in order.
    ListInputs,
    /// A new input, after the others.
    CreateInput,
    /// An input changes.
    EditInput,
    /// An input moves.
    MoveInput,
    /// An input goes, with its values.
    DeleteInput,
    /// A collection's entries.
    ListEntries,
    /// A new entry.
    CreateEntry,
    /// One entry, by its slug.
    FindEntryBySlug,
    /// One entry, by its id.
    FindEntry,
    /// An entry is put in the place of what it was.
    EditEntry,
    /// An entry goes.
    DeleteEntry,
    /// A collection's drafts.
    ListDrafts,
    /// A new draft.
    CreateDraft,
    /// One draft.
    FindDraft,
    /// A draft is put in the place of what it was.
    EditDraft,
    /// A draft goes.
    DeleteDraft,
    /// Anything about files: there is no media library yet.
    Media,
}

/// What the auth component is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountEndpoint {
    /// The caller's websites.
    ListWebsites,
    /// A new website.
    CreateWebsite,
    /// One website.
    FindWebsite,
    /// A website changes.
    EditWebsite,
    /// A website goes, with everything in it.
    DeleteWebsite,
    /// All accounts.
    ListAccounts,
    /// A new account.
    CreateAccount,
    /// The caller's own account.
    Me,
    /// One account.
    FindAccount,
    /// An account changes.
    EditAccount,
    /// An account goes, with its keys.
    DeleteAccount,
    /// An account's keys.
    ListKeys,
    /// A new key.
    CreateKey,
    /// One key.
    FindKey,
    /// A key changes.
    EditKey,
    /// A key gets a new secret.
    ResetKey,
    /// A key goes.
    DeleteKey,
    /// What a login page may offer.
    LoginConfig,
    /// A browser signs in.
    LogIn,
    /// A browser signs out.
    LogOut,
    /// The time zones that slugs may be dated in.
    TimeZones,
    /// Whether an address may be fetched.
    CheckUrl,
}

const fn row<E>(
    endpoint: E,
    name: &'static str,
    method: Method,
    path: &'static str,
    round_trips: u32,
) -> Row<E> {
    Row::closed(endpoint, name, method, path, round_trips)
}

const COLLECTIONS: &str = "/api/websites/:website/collections";
const COLLECTION: &str = "/api/websites/:website/collections/:collection";
const TITLE: &str = "/api/websites/:website/collections/:collection/title";
const TITLE_OF_THE_SEED: &str = "/api/wesbites/:website/colletions/:collection/title";
const INPUTS: &str = "/api/websites/:website/collections/:collection/inputs";
const INPUT: &str = "/api/websites/:website/collections/:collection/inputs/:input";
const ORDER: &str = "/api/websites/:website/collections/:collection/inputs/:input/order";
const ENTRIES: &str = "/api/websites/:website/collections/:collection/entries";
const BY_SLUG: &str = "/api/websites/:website/collections/:collection/entries/slug/:slug*";
const ENTRY: &str = "/api/websites/:website/collections/:collection/entries/:entry";
const DRAFTS: &str = "/api/websites/:website/collections/:collection/drafts";
const MEDIA: &str = "/api/websites/:website/media";
const MEDIA_CONFIG: &str = "/api/websites/:website/media/config";
const UPLOAD: &str = "/api/websites/:website/media/upload";
const CONFIRM: &str = "/api/websites/:website/media/upload/confirm";
const FILE: &str = "/api/websites/:website/media/:file";
const DRAFT: &str = "/api/websites/:website/collections/:collection/drafts/:draft";

/// The endpoints of content-snow. Of two patterns that fit a path, the first counts; rows of one pattern stand together.
pub static ENDPOINTS: [Row<Endpoint>; 31] = [
    row(Endpoint::ListCollections, "list collections", Method::GET, COLLECTIONS, 1),
    row(Endpoint::CreateCollection, "create a collection", Method::POST, COLLECTIONS, 2),
    row(Endpoint::FindTitle, "get the title", Method::GET, TITLE, 1),
    row(Endpoint::EditTitle, "edit the title", Method::PUT, TITLE, 2),
    row(Endpoint::FindTitle, "get the title, as the seed spells it", Method::GET, TITLE_OF_THE_SEED, 1),
    row(Endpoint::EditTitle, "edit the title, as the seed spells it", Method::PUT, TITLE_OF_THE_SEED, 2),
    row(Endpoint::MoveInput, "move an input", Method::PATCH, ORDER, 2),
    row(Endpoint::ListInputs, "list inputs", Method::GET, INPUTS, 1),
    row(Endpoint::CreateInput, "create an input", Method::POST, INPUTS, 2),
    row(Endpoint::EditInput, "edit an input", Method::PUT, INPUT, 2),
    row(Endpoint::DeleteInput, "delete an input", Method::DELETE, INPUT, 2),
    row(Endpoint::FindEntryBySlug, "get an entry by slug", Method::GET, BY_SLUG, 2),
    row(Endpoint::ListEntries, "list entries", Method::GET, ENTRIES, 1),
    row(Endpoint::CreateEntry, "create an entry", Method::POST, ENTRIES, 2),
    row(Endpoint::FindEntry, "get an entry", Method::GET, ENTRY, 2),
    row(Endpoint::EditEntry, "edit an entry", Method::PATCH, ENTRY, 2),
    row(Endpoint::DeleteEntry, "delete an entry", Method::DELETE, ENTRY, 1),
    row(Endpoint::ListDrafts, "list drafts", Method::GET, DRAFTS, 1),
    row(Endpoint::CreateDraft, "create a draft", Method::POST, DRAFTS, 2),
    row(Endpoint::FindDraft, "get a draft", Method::GET, DRAFT, 2),
    row(Endpoint::EditDraft, "edit a draft", Method::PUT, DRAFT, 2),
    row(Endpoint::DeleteDraft, "delete a draft", Method::DELETE, DRAFT, 1),
    row(Endpoint::FindCollection, "get a collection", Method::GET, COLLECTION, 1),
    row(Endpoint::EditCollection, "edit a collection", Method::PUT, COLLECTION, 2),
    row(Endpoint::DeleteCollection, "delete a collection", Method::DELETE, COLLECTION, 2),
    row(Endpoint::Media, "list files", Method::GET, MEDIA, 0),
    row(Endpoint::Media, "get the limits of files", Method::GET, MEDIA_CONFIG, 0),
    row(Endpoint::Media, "begin an upload", Method::POST, UPLOAD, 0),
    row(Endpoint::Media, "confirm an upload", Method::POST, CONFIRM, 0),
    row(Endpoint::Media, "get a file", Method::GET, FILE, 0),
    row(Endpoint::Media, "delete a file", Method::DELETE, FILE, 0),
];

const WEBSITES: &str = "/api/websites";
const WEBSITE: &str = "/api/websites/:website";
const ACCOUNTS: &str = "/api/accounts";
const ME: &str = "/api/accounts/me";
const ME_OF_THE_SEED: &str = "/api/users/me";
const ACCOUNT: &str = "/api/accounts/:account";
const KEYS: &str = "/api/accounts/:account/keys";
const KEY: &str = "/api/accounts/:account/keys/:key";
const RESET: &str = "/api/accounts/:account/keys/:key/reset";

/// A row of the auth component. Its callers are above the sites, so the pipeline finds no principal for them: each is verified anew by the
/// endpoint, which is a round trip that is not counted here.
const fn above<E>(
    endpoint: E,
    name: &'static str,
    method: Method,
    path: &'static str,
    round_trips: u32,
) -> Row<E> {
    Row::open(endpoint, name, method, path, round_trips)
}

/// The auth component's endpoints, in the same order of precedence.
pub static ACCOUNT_ENDPOINTS: [Row<AccountEndpoint>; 23] = [
    above(AccountEndpoint::ListWebsites, "list websites", Method::GET, WEBSITES, 1),
    above(AccountEndpoint::CreateWebsite, "create a website", Method::POST, WEBSITES, 1),
    above(AccountEndpoint::FindWebsite, "get a website", Method::GET, WEBSITE, 1),
    above(AccountEndpoint::EditWebsite, "edit a website", Method::PUT, WEBSITE, 1),
    above(AccountEndpoint::DeleteWebsite, "delete a website", Method::DELETE, WEBSITE, 1),
    above(AccountEndpoint::ListAccounts, "list accounts", Method::GET, ACCOUNTS, 1),
    above(AccountEndpoint::CreateAccount, "create an account", Method::POST, ACCOUNTS, 1),
    above(AccountEndpoint::Me, "get one's own account", Method::GET, ME, 0),
    above(
        AccountEndpoint::Me,
        "get one's own account, as the seed's example does",
        Method::GET,
        ME_OF_THE_SEED,
        0,
    ),
    above(AccountEndpoint::FindAccount, "get an account", Method::GET, ACCOUNT, 1),
    above(AccountEndpoint::EditAccount, "edit an account", Method::PUT, ACCOUNT, 2),
    above(AccountEndpoint::DeleteAccount, "delete an account", Method::DELETE, ACCOUNT, 1),
    above(AccountEndpoint::ListKeys, "list keys", Method::GET, KEYS, 1),
    above(AccountEndpoint::CreateKey, "create a key", Method::POST, KEYS, 1),
    above(AccountEndpoint::FindKey, "get a key", Method::GET, KEY, 1),
    above(AccountEndpoint::EditKey, "edit a key", Method::PUT, KEY, 1),
    above(AccountEndpoint::DeleteKey, "delete a key", Method::DELETE, KEY, 1),
    above(AccountEndpoint::ResetKey, "reset a key", Method::POST, RESET, 1),
    above(AccountEndpoint::LoginConfig, "what a login page may offer", Method::GET, "/api/login/config", 0),
    above(AccountEndpoint::LogOut, "log out", Method::GET, "/api/login/logout", 1),
    above(AccountEndpoint::LogIn, "log in", Method::POST, "/api/login", 3),
    above(AccountEndpoint::TimeZones, "list time zones", Method::GET, "/api/config/timezones", 0),
    above(AccountEndpoint::CheckUrl, "check an address", Method::POST, "/api/security/ssrf/check-url", 0),
];

#[cfg(test)]
mod tests {
    use super::*;
    use weft_http::routes::route;

    fn example(pattern: &str) -> String {
        let segments = pattern
            .split('/')
            .map(|part| part.strip_prefix(':').map_or(part, |name| name.trim_end_matches('*')));
        segments.collect::<Vec<_>>().join("/")
    }

    #[test]
    fn every_row_is_reached_with_and_without_a_slash() {
        fn reached<E: Copy + PartialEq + std::fmt::Debug>(rows: &[Row<E>]) {
            for row in rows {
                let path = example(row.path);
                for path in [path.clone(), format!("{path}/")] {
                    let found = route(rows, &row.method, &path).unwrap();
                    assert_eq!((found.endpoint, found.path), (row.endpoint, row.path), "{path}");
                }
            }
        }
        reached(&ENDPOINTS);
        reached(&ACCOUNT_ENDPOINTS);
    }

    #[test]
    fn names_are_captured_in_order() {
        let names =
            route(&ENDPOINTS, &Method::PATCH, "/api/websites/w/collections/c/inputs/i/order").unwrap();
        let names = names.captures("/api/websites/w/collections/c/inputs/i/order");
        assert_eq!((names.first, names.second, names.third), ("w", "c", "i"));
        let path = "/api/websites/w/collections/c/entries/slug/a/b";
        let names = route(&ENDPOINTS, &Method::GET, path).unwrap().captures(path);
        assert_eq!(names.third, "a/b");
    }

    #[test]
    fn the_page_names_every_endpoint() {
        let page = include_str!("../../../docs/dialects/snowcms.md");
        let content = ENDPOINTS.iter().map(|row| (&row.method, row.path));
        for (method, path) in content.chain(ACCOUNT_ENDPOINTS.iter().map(|row| (&row.method, row.path))) {
            let line = format!("`{method} {}`", path.replace('*', ""));
            assert!(page.contains(&line), "docs/dialects/snowcms.md does not name {line}");
        }
    }
}
