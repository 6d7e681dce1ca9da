//! Finds one entry by id or slug. It is always one statement, also for a missing, hidden or
//! unchanged entry.

use super::ALIVE;
use super::document::{Rows, push_document};
use crate::sql::{Sql, Texts};
use crate::store::{Scope, Store, first};
use sqlx_libsql::{Statement, Value};
use weft_domain::entry::{Selector, Visibility};
use weft_domain::query::Projection;
use weft_domain::shape::Shape;
use weft_domain::{Error, Kind, Result};

/// A found entry.
#[derive(Debug)]
pub struct Found {
    /// The JSON text; `None` if the client's copy is current.
    pub document: Option<String>,
    /// The strong validator.
    pub etag: String,
}

/// Finds an entry; `known` is the validator of the client's copy.
///
/// # Errors
/// `NotFound`, `Outdated`.
pub async fn find(
    store: &Store<'_>,
    scope: &Scope,
    visibility: Visibility,
    shape: Shape,
    by: &Selector,
    projection: &Projection,
    known: Option<&str>,
) -> Result<Found> {
    let form = Form { visibility, is_slug: matches!(by, Selector::Slug { .. }), is_known: known.is_some() };
    let mut args: Vec<Value> = Vec::with_capacity(5);
    args.extend([Value::from(scope.site), scope.epoch.into()]);
    match by {
        Selector::Id(id) => args.push(id.to_string().into()),
        Selector::Slug { collection, slug } => {
            args.extend([Value::from(slug.as_str()), collection.as_str().into()]);
        }
    }
    args.extend(known.map(Value::from));
    let statement = if *projection == Projection::default() {
        Statement::assert_read(TEXTS.get(shape, form, || compile(shape, form, projection, Vec::new())))
            .bind_all(args)
    } else {
        compile(shape, form, projection, args).into_read()
    };
    let mut row = first(store.quick(statement).await?).ok_or(Error::Outdated)?;
    let etag = row.optional_text()?.ok_or(Error::NotFound(Kind::Entry))?;
    Ok(Found { document: row.optional_text()?, etag })
}

/// The inputs of the statement's text, besides shape and projection.
#[derive(Clone, Copy, PartialEq)]
struct Form {
    visibility: Visibility,
    is_slug: bool,
    is_known: bool,
}

static TEXTS: Texts<Form> = Texts::new();

/// Compiles the statement with the parameters `?1` the site's key, `?2` the principal's epoch, `?3`
/// the id or slug, `?4` a slug's collection, and then the client's validator.
fn compile(shape: Shape, form: Form, projection: &Projection, args: Vec<Value>) -> Sql {
    let known = if form.is_slug { 5 } else { 4 };
    let are_published = form.visibility == Visibility::Published;
    let rows = Rows { prefix: "e.", are_published, show_drafts: !are_published };
    let mut sql = Sql::over(args, "SELECT ");
    push_etag(&mut sql, rows);
    sql.push(" AS tag, ");
    if form.is_known {
        push_etag(sql.push("CASE WHEN "), rows);
        sql.push(" = ").again(known).push(" THEN NULL ELSE ");
    }
    push_document(&mut sql, rows, shape, projection);
    sql.push(if form.is_known { " END" } else { "" });
    sql.push(" AS doc FROM sites AS s LEFT JOIN entries AS e ON ");
    sql.push(if form.is_slug {
        "e.collection = (SELECT c.pk FROM collections AS c WHERE c.site = ?1 AND c.name = ?4) AND e.slug = ?3"
    } else {
        "e.id = ?3 AND e.site = s.pk"
    });
    // A deleted collection is not found by its name.
    sql.push(if form.is_slug { "" } else { ALIVE });
    if form.visibility == Visibility::Published {
        sql.push(" AND e.status = 'published'");
    }
    sql.push(" WHERE s.pk = ?1 AND s.auth_epoch = ?2");
    sql
}

/// Appends the validator of the row `e`, as [`weft_domain::entry::tag`] formats it.
fn push_etag(sql: &mut Sql, rows: Rows) {
    rows.push_revision(sql.push("substr(e.id, 29) || '-' || ("));
    sql.push(")");
}
