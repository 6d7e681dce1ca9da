//! Authentication: the credentials of a request become a principal of a site, or a caller above the
//! sites, as the row of the endpoint requires.
//!
//! Principals and visitors are cached (`identity`), callers are not. If a request has two
//! credentials, the one that chooses the site is verified first, and the person needs access to
//! that site.

use crate::api::Credentials;
use crate::credential::Credential;
use crate::identity::{Identity, Principals};
use crate::pipeline::Pipeline;
use crate::routes::Who;
use weft_domain::{Caller, Ctx, Error, Kind, Principal, SiteRef};

/// The result of [`identify`], beside the principal in `ctx`.
pub(crate) struct Identified {
    /// The caller above the sites.
    pub(crate) caller: Option<Caller>,
    /// False for a cached principal.
    pub(crate) is_fresh: bool,
}

/// Authenticates the request: stores the principal in `ctx`, or returns the caller, as the endpoint
/// requires.
pub(crate) async fn identify<I: Identity, Q>(
    pipeline: &Pipeline<'_, I, Q>,
    credentials: &Credentials,
    who: Who,
    ctx: &mut Ctx,
) -> Result<Identified, Error> {
    let nobody = Identified { caller: None, is_fresh: true };
    match who {
        Who::Nobody => Ok(nobody),
        Who::Anybody => match principal(pipeline, credentials, ctx).await {
            Err(Error::Unauthenticated) => Ok(nobody),
            outcome => outcome,
        },
        Who::Principal => {
            let known = principal(pipeline, credentials, ctx).await?;
            ctx.principal().map(|_| known)
        }
        Who::Visitor => visitor(pipeline, credentials, ctx).await,
        Who::Caller => caller(pipeline, credentials).await,
        Who::AnyCaller => match caller(pipeline, credentials).await {
            Err(Error::Unauthenticated) => Ok(nobody),
            outcome => outcome,
        },
        Who::PrincipalOrCaller => match principal(pipeline, credentials, ctx).await {
            Err(Error::NotFound(Kind::Site) | Error::Forbidden { .. }) => caller(pipeline, credentials).await,
            outcome => {
                let known = outcome?;
                ctx.principal().map(|_| known)
            }
        },
    }
}

/// The caller above the sites; always verified again.
async fn caller<I: Identity, Q>(
    pipeline: &Pipeline<'_, I, Q>,
    credentials: &Credentials,
) -> Result<Identified, Error> {
    let credential = credentials.person.as_ref().ok_or(Error::Unauthenticated)?;
    let caller = pipeline.identity.caller(credential).await?;
    if !credential.is_of(caller.credential, caller.account) {
        return Err(Error::Unauthenticated);
    }
    Ok(Identified { caller: Some(caller), is_fresh: true })
}

/// The principal of `person`, or of `site` if no person is named; if both are sent, they must
/// match.
async fn principal<I: Identity, Q>(
    pipeline: &Pipeline<'_, I, Q>,
    credentials: &Credentials,
    ctx: &mut Ctx,
) -> Result<Identified, Error> {
    let (mut found, mut is_fresh) = (None, false);
    if let Some(site) = &credentials.site {
        let (principal, fresh) = verify(pipeline, site, ctx).await?;
        (found, is_fresh) = (Some(principal), fresh);
    }
    if let Some(person) = &credentials.person {
        let site = match &found {
            Some(chosen) => Some(SiteRef::Id(chosen.site.to_string())),
            None => credentials.at.clone(),
        };
        let of_site = site.map(|site| person.clone().at(site));
        let credential = of_site.as_ref().unwrap_or(person);
        let (mut principal, mut fresh) = verify(pipeline, credential, ctx).await?;
        if let (Some(key), Some(chosen)) = (&credentials.site, &found)
            && chosen.epoch != principal.epoch
        {
            // One of the two is outdated, and statements compare the epoch of the person alone.
            forget(pipeline.principals, credentials, found.as_ref());
            verify(pipeline, key, ctx).await?;
            (principal, fresh) = verify(pipeline, credential, ctx).await?;
        }
        (found, is_fresh) = (Some(principal), fresh);
    }
    is_fresh |= found.is_none();
    ctx.principal = found;
    Ok(Identified { caller: None, is_fresh })
}

/// The principal of a valid credential, else a visitor of the site.
async fn visitor<I: Identity, Q>(
    pipeline: &Pipeline<'_, I, Q>,
    credentials: &Credentials,
    ctx: &mut Ctx,
) -> Result<Identified, Error> {
    match principal(pipeline, credentials, ctx).await {
        Ok(known) if ctx.principal.is_some() => return Ok(known),
        Ok(_) | Err(Error::Unauthenticated | Error::Forbidden { .. }) => {}
        Err(error) => return Err(error),
    }
    let site = credentials.at.as_ref().ok_or(Error::Unauthenticated)?;
    let (principal, is_fresh) = pipeline.principals.find_or_visit(pipeline.identity, site, ctx.now).await?;
    ctx.principal = Some(principal);
    Ok(Identified { caller: None, is_fresh })
}

/// Evicts everything that is cached for a request.
pub(crate) fn forget(principals: &Principals, credentials: &Credentials, known: Option<&Principal>) {
    if let Some(site) = &credentials.site {
        principals.forget(site);
    }
    if let Some(person) = &credentials.person {
        principals.forget(person);
        let site = known.map(|known| SiteRef::Id(known.site.to_string()));
        for site in [site, credentials.at.clone()].into_iter().flatten() {
            principals.forget(&person.clone().at(site));
        }
    }
    if let Some(site) = &credentials.at {
        principals.forget_visitor(site);
    }
}

/// The principal of a credential, and whether it was verified just now.
async fn verify<I: Identity, Q>(
    pipeline: &Pipeline<'_, I, Q>,
    credential: &Credential,
    ctx: &Ctx,
) -> Result<(Principal, bool), Error> {
    let (principal, is_fresh) =
        pipeline.principals.find_or_verify(pipeline.identity, credential, ctx.now).await?;
    if credential.is_of(principal.credential, principal.account) {
        Ok((principal, is_fresh))
    } else {
        Err(Error::Unauthenticated)
    }
}
