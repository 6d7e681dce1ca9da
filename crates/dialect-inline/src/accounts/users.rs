//! A project's users. The project in a path must be the session's.

use super::{body, own, view};
use http::StatusCode;
use weft_domain::{AccountId, SiteId};
use weft_http::{Call, Fault, Reply};
use weft_service::{Admin, App, MemberChange, NewMember};

fn admin<'a>(app: &'a App<'_>, call: Call<'a>, project: Option<SiteId>) -> Result<Admin<'a>, Fault> {
    let admin = app.admin(call.ctx)?;
    project.map_or(Ok(()), |project| own(call, project))?;
    Ok(admin)
}

pub(super) async fn list(app: &App<'_>, call: Call<'_>, of: Option<SiteId>) -> Result<Reply, Fault> {
    let users = admin(app, call, of)?.members().await?;
    Ok(Reply::json(StatusCode::OK, view::users(&users)))
}

pub(super) async fn create(app: &App<'_>, call: Call<'_>, of: Option<SiteId>) -> Result<Reply, Fault> {
    let admin = admin(app, call, of)?;
    let new = body::new_user(weft_http::body::json(call.request)?)?;
    let new = NewMember {
        email: &new.email,
        name: new.name.as_deref(),
        password: &new.password,
        role: new.role,
        allowed_paths: &new.allowed_paths,
    };
    let user = admin.create_member(new).await?;
    Ok(Reply::json(StatusCode::CREATED, view::one_user(&user)))
}

pub(super) async fn update(
    app: &App<'_>,
    call: Call<'_>,
    of: Option<SiteId>,
    id: AccountId,
) -> Result<Reply, Fault> {
    let admin = admin(app, call, of)?;
    let sent = body::user_change(weft_http::body::json(call.request)?)?;
    let change = MemberChange {
        email: sent.email.as_deref(),
        name: sent.name.as_ref().map(Option::as_deref),
        password: sent.password.as_deref(),
        role: sent.role,
        allowed_paths: sent.allowed_paths.as_deref(),
    };
    let user = admin.update_member(id, change).await?;
    Ok(Reply::json(StatusCode::OK, view::one_user(&user)))
}

pub(super) async fn delete(
    app: &App<'_>,
    call: Call<'_>,
    of: Option<SiteId>,
    id: AccountId,
) -> Result<Reply, Fault> {
    admin(app, call, of)?.delete_member(id).await?;
    Ok(Reply::json(StatusCode::OK, view::done()))
}
