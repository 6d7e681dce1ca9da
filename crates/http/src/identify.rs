//! Who asks: from the credentials that a request bears to a principal of a site, or a caller above
//! the sites, as the endpoint's row asks for.
//!
//! Principals are remembered (`identity`), callers never. Where a request bears two credentials,
//! the one that chooses the site is verified first, and the person must be good for that site.

use crate::api::Credentials;
use crate::credential::Credential;
use crate::identity::Identity;
use crate::pipeline::Door;
use crate::routes::Who;
use weft_domain::{Caller, Ctx, Error, Principal};

/// What [`identify`] found, beside the principal in the `Ctx`.
pub(crate) struct Known {
    /// The caller above the sites.
    pub(crate) caller: Option<Caller>,
    /// False for a principal that was only remembered.
    pub(crate) is_fresh: bool,
}

/// Puts into `ctx` who asks, where the endpoint is for principals, or finds the caller.
pub(crate) async fn identify<I: Identity, Q>(
    door: &Door<'_, I, Q>,
    credentials: &Credentials,
    who: Who,
    ctx: &mut Ctx,
) -> Result<Known, Error> {
    let nobody = Known { caller: None, is_fresh: true };
    match who {
        Who::Nobody => Ok(nobody),
        Who::Anybody => match principal(door, credentials, ctx).await {
            Err(Error::Unauthenticated) => Ok(nobody),
            outcome => outcome,
        },
        Who::Principal => {
            let known = principal(door, credentials, ctx).await?;
            ctx.principal().map(|_| known)
        }
        Who::Caller => caller(door, credentials).await,
        Who::AnyCaller => match caller(door, credentials).await {
            Err(Error::Unauthenticated) => Ok(nobody),
            outcome => outcome,
        },
    }
}

/// The caller above the sites, verified anew.
async fn caller<I: Identity, Q>(door: &Door<'_, I, Q>, credentials: &Credentials) -> Result<Known, Error> {
    let credential = credentials.person.as_ref().ok_or(Error::Unauthenticated)?;
    let caller = door.identity.caller(credential).await?;
    if !credential.is_of(caller.credential, caller.account) {
        return Err(Error::Unauthenticated);
    }
    Ok(Known { caller: Some(caller), is_fresh: true })
}

/// The principal of the person, or of what chooses the site where nobody is named; of both, where
/// they fit.
async fn principal<I: Identity, Q>(
    door: &Door<'_, I, Q>,
    credentials: &Credentials,
    ctx: &mut Ctx,
) -> Result<Known, Error> {
    let (mut found, mut is_fresh) = (None, false);
    if let Some(site) = &credentials.site {
        let (principal, fresh) = verify(door, site, ctx).await?;
        (found, is_fresh) = (Some(principal), fresh);
    }
    if let Some(person) = &credentials.person {
        let of_site = found.map(|site| person.clone().for_site(&site.site.to_string()));
        let (principal, fresh) = verify(door, of_site.as_ref().unwrap_or(person), ctx).await?;
        (found, is_fresh) = (Some(principal), fresh);
    }
    is_fresh |= found.is_none();
    ctx.principal = found;
    Ok(Known { caller: None, is_fresh })
}

/// The principal of a credential, and whether it was verified just now.
async fn verify<I: Identity, Q>(
    door: &Door<'_, I, Q>,
    credential: &Credential,
    ctx: &Ctx,
) -> Result<(Principal, bool), Error> {
    let (principal, is_fresh) =
        door.principals.find_or_verify_now(door.identity, credential, ctx.now).await?;
    if credential.is_of(principal.credential, principal.account) {
        Ok((principal, is_fresh))
    } else {
        Err(Error::Unauthenticated)
    }
}
