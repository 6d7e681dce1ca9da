//! Converts a filter's values to the types of their columns, in canonical form.
//!
//! A value that cannot be compared with the column's values, such as `yesterday` for `createdAt`,
//! is rejected: compared as text it would match nothing, or everything. Without a known type, as in
//! `data` across content types, a value is unchanged.

use super::{Column, Filter, Literal, Op};
use crate::entry::Status;
use crate::field::date_time;
use crate::schema::Schema;
use crate::{Error, Result, id};

impl Column {
    /// Parses a filter's value for this column. A member of `data` takes any text here; [`typed`]
    /// checks it.
    ///
    /// # Errors
    /// A message that states the requirement.
    pub fn literal(&self, text: &str) -> std::result::Result<Literal, &'static str> {
        let text = match self {
            Self::PublishedAt | Self::CreatedAt | Self::UpdatedAt => {
                date_time::literal(text).ok_or(date_time::WANTED)?
            }
            Self::Id | Self::AuthorId => id::parse(text).map_err(|_| "must be an id")?.to_string(),
            Self::Status => {
                let status = Status::parse(text).ok_or("must be draft, published or archived")?;
                status.as_str().to_owned()
            }
            Self::Type | Self::Slug | Self::Data(_) => text.to_owned(),
        };
        Ok(Literal::new(text))
    }
}

/// The filter with its values in the canonical form of the content type's fields.
///
/// # Errors
/// `Invalid` at `data.<field>`, for the first value that does not fit its field's type, and for a
/// text operator on a field without text.
pub fn typed(filter: &Filter, schema: &Schema) -> Result<Filter> {
    let all = |parts: &[Filter]| parts.iter().map(|part| typed(part, schema)).collect::<Result<Vec<_>>>();
    Ok(match filter {
        Filter::And(parts) => Filter::And(all(parts)?),
        Filter::Or(parts) => Filter::Or(all(parts)?),
        Filter::Is(column, op) => Filter::Is(column.clone(), typed_op(column, op, schema)?),
    })
}

fn typed_op(column: &Column, op: &Op, schema: &Schema) -> Result<Op> {
    let Column::Data(path) = column else { return Ok(op.clone()) };
    let Some(field) = schema.field_at(path) else { return Ok(op.clone()) };
    let invalid = |code, message: &str| Error::invalid(format!("data.{path}"), code, message);
    let one = |literal: &Literal| match field.literal(literal.text()) {
        Ok(spelling) => Ok(spelling.map_or_else(|| literal.clone(), Literal::new)),
        Err(wanted) => Err(invalid("type", wanted)),
    };
    let several = |literals: &[Literal]| literals.iter().map(one).collect::<Result<Vec<_>>>();
    Ok(match op {
        Op::Eq(literal) => Op::Eq(one(literal)?),
        Op::Ne(literal) => Op::Ne(one(literal)?),
        Op::Gt(literal) => Op::Gt(one(literal)?),
        Op::Gte(literal) => Op::Gte(one(literal)?),
        Op::Lt(literal) => Op::Lt(one(literal)?),
        Op::Lte(literal) => Op::Lte(one(literal)?),
        Op::In(literals) => Op::In(several(literals)?),
        Op::NotIn(literals) => Op::NotIn(several(literals)?),
        Op::Contains(_) | Op::StartsWith(_) if !field.field_type().has_text() => {
            let kind = field.field_type().as_str();
            return Err(invalid("operator", &format!("a {kind} has no text to look into")));
        }
        Op::Contains(_) | Op::StartsWith(_) | Op::Null | Op::NotNull => op.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::FieldPath;

    fn schema() -> Schema {
        serde_json::from_str(
            r#"[{"name":"price","type":"number"},{"name":"ok","type":"boolean"},{"name":"start","type":"datetime"},{"name":"day","type":"date"},
                {"name":"title","type":"text"},{"name":"by","type":"relation"},{"name":"many","type":"relation","multiple":true},
                {"name":"x","type":"hologram"},{"name":"seo","type":"group","config":{"fields":[{"name":"at","type":"datetime"}]}}]"#,
        )
        .unwrap()
    }

    fn is(field: &str, op: Op) -> Filter {
        Filter::Is(Column::Data(FieldPath::parse(field).unwrap()), op)
    }

    const ID: &str = "018f3f70-1c2d-7abc-8def-0123456789ab";

    #[test]
    fn values_are_compared_in_the_stored_spelling() {
        let moment = "2026-08-21T16:00:00.000Z";
        for (field, sent, meant) in [
            ("start", "2026-08-22T01:00:00+09:00", moment),
            ("start", "2026-08-22T01:00:00 09:00", moment),
            ("start", "2026-08-21", "2026-08-21T00:00:00.000Z"),
            ("seo.at", "2026-08-22T01:00:00+09:00", moment),
            ("day", "2026-08-21T00:00:00Z", "2026-08-21"),
            ("price", "1.10", "1.10"),
            ("ok", "true", "true"),
            ("title", "yesterday", "yesterday"),
            ("by", &ID.to_uppercase(), ID),
            ("many", "x", "x"),
            ("x", "x", "x"),
            ("unknown", "x", "x"),
        ] {
            for op in [Op::Eq, Op::Ne, Op::Gt, Op::Gte, Op::Lt, Op::Lte] {
                let filter = Filter::And(vec![is(field, op(Literal::new(sent)))]);
                assert_eq!(
                    typed(&filter, &schema()).unwrap(),
                    Filter::And(vec![is(field, op(Literal::new(meant)))]),
                    "{field} {sent}"
                );
            }
            let list = |text: &str| vec![Literal::new(text)];
            let filter = Filter::Or(vec![is(field, Op::In(list(sent))), is(field, Op::NotIn(list(sent)))]);
            let wanted = Filter::Or(vec![is(field, Op::In(list(meant))), is(field, Op::NotIn(list(meant)))]);
            assert_eq!(typed(&filter, &schema()).unwrap(), wanted);
        }
    }

    #[test]
    fn values_of_other_types_are_refused() {
        for (field, sent) in [
            ("start", "yesterday"),
            ("seo.at", "1"),
            ("day", "x"),
            ("price", ""),
            ("price", "x"),
            ("ok", "1"),
            ("by", "ada"),
        ] {
            let lists = [Op::In(vec![Literal::new(sent)]), Op::NotIn(vec![Literal::new(sent)])];
            for op in [Op::Eq(Literal::new(sent)), Op::Lte(Literal::new(sent))].into_iter().chain(lists) {
                let refused = typed(&Filter::Or(vec![is(field, op)]), &schema());
                let Err(Error::Invalid(found)) = refused else { panic!("{field} {sent}: {refused:?}") };
                assert_eq!(
                    (found[0].path.as_str(), found[0].code),
                    (format!("data.{field}").as_str(), "type")
                );
            }
        }
        for field in ["price", "ok"] {
            for op in [Op::Contains("1".into()), Op::StartsWith("1".into())] {
                assert!(typed(&is(field, op), &schema()).is_err(), "{field}");
            }
            assert!(typed(&is(field, Op::Null), &schema()).is_ok());
        }
        assert!(typed(&is("start", Op::StartsWith("2026-08".into())), &schema()).is_ok());
    }

    #[test]
    fn columns_have_types() {
        for (column, sent, meant) in [
            (Column::CreatedAt, "2020-01-01T00:00:00 02:00", Some("2019-12-31T22:00:00.000Z")),
            (Column::UpdatedAt, "2020-13-45", None),
            (Column::PublishedAt, "soon", None),
            (Column::Id, "018F3F70-1C2D-7ABC-8DEF-0123456789AB", Some(ID)),
            (Column::AuthorId, "{018f3f70-1c2d-7abc-8def-0123456789ab}", None),
            (Column::Status, "draft", Some("draft")),
            (Column::Status, "deleted", None),
            (Column::Slug, "Any", Some("Any")),
        ] {
            let literal = column.literal(sent).ok();
            assert_eq!(literal.as_ref().map(Literal::text), meant, "{column:?} {sent}");
        }
    }
}
