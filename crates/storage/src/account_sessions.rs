//! Sessions above the sites: good for whatever their account may do, on all its sites. They begin
//! in `weft-secrets`.

use crate::demands::Standing;
use crate::store::Store;
use sqlx_libsql::Statement;
use weft_domain::{CredentialId, Error, Result};

/// Ends a session.
///
/// # Errors
/// `Unauthenticated` when it has ended already; `Outdated`.
pub async fn delete(store: &Store<'_>, standing: &Standing, id: CredentialId) -> Result<()> {
    let delete = "DELETE FROM credentials WHERE id = ?1 AND kind = 'session'";
    let delete = Statement::new(delete).bind(id.to_string());
    match store.batch(vec![standing.demand(), delete]).await?.last() {
        Some(last) if last.changes > 0 => Ok(()),
        _ => Err(Error::Unauthenticated),
    }
}
