//! The endpoint table of API keys. See `content/endpoint.rs` for its uses.

use weft_domain::{CredentialId, Permission};
use weft_http::routes::Right::May;

const KEYS: &str = "/api/keys";
const KEY: &str = "/api/keys/:id";
const ROTATE: &str = "/api/keys/:id/rotate";

weft_http::endpoints! {
    /// The endpoints.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Endpoint;

    /// All keys of the site.
    ListKeys => GET KEYS, "list keys", Principal, May(Permission::Admin), 1;
    /// A new key.
    CreateKey => POST KEYS, "create a key", Principal, May(Permission::Admin), 1;
    /// Deletes a key.
    DeleteKey { id: CredentialId } => DELETE KEY, "delete a key", Principal, May(Permission::Admin), 1;
    /// Replaces a key's secret.
    RotateKey { id: CredentialId } => POST ROTATE, "rotate a key", Principal, May(Permission::Admin), 1;
}
