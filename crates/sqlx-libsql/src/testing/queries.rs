//! The query API of sqlx works with the handle.

use futures_util::TryStreamExt;
use sqlx_core::error::ErrorKind;
use sqlx_core::executor::Executor;
use sqlx_core::from_row::FromRow;
use sqlx_core::row::Row as _;
use sqlx_core::statement::Statement as _;
use sqlx_core::types::Json;

use super::{Check, Report, fail, same};
use crate::{AssertSqlSafe, Db, LibsqlRow, query, query_as, query_scalar};

pub(super) async fn run(report: &mut Report<'_>) {
    report.case("query executes and counts", query_executes_and_counts).await;
    report.case("query_as gives tuples and structs", query_as_gives_tuples_and_structs).await;
    report.case("query_scalar gives one value", query_scalar_gives_one_value).await;
    report.case("JSON goes through", json_goes_through).await;
    report.case("a wrong type is an error, not a panic", a_wrong_type_is_an_error).await;
    report.case("errors have sqlx's kinds", errors_have_kinds).await;
    report.case("streams and prepared statements work", streams_and_prepared_statements_work).await;
}

struct Person {
    name: String,
    age: i64,
    nick: Option<String>,
}

impl<'r> FromRow<'r, LibsqlRow> for Person {
    fn from_row(row: &'r LibsqlRow) -> Result<Self, sqlx_core::Error> {
        Ok(Self { name: row.try_get("name")?, age: row.try_get("age")?, nick: row.try_get(2)? })
    }
}

async fn query_executes_and_counts(db: &Db) -> Check {
    let insert =
        query("INSERT INTO suite_log (what) VALUES (?), (?)").bind("sqlx").bind(String::from("sqlx"));
    same("inserted", insert.execute(db).await?.rows_affected(), 2)?;
    let delete = query(AssertSqlSafe(String::from("DELETE FROM suite_log WHERE what = ?"))).bind("sqlx");
    same("deleted", delete.execute(db).await?.rows_affected(), 2)?;
    match query("SELECT 1 WHERE 0").fetch_one(db).await {
        Err(sqlx_core::Error::RowNotFound) => Ok(()),
        other => fail(format!("{other:?}")),
    }
}

async fn query_as_gives_tuples_and_structs(db: &Db) -> Check {
    let sql = "SELECT ?, ?, ?, ?, ?, ?";
    let sent = (i64::MIN, -7_i32, true, 0.5_f64, Some("x"), Some(vec![0_u8, 255]));
    let tuple: (i64, i32, bool, f64, Option<String>, Option<Vec<u8>>) = query_as(sql)
        .bind(sent.0)
        .bind(sent.1)
        .bind(sent.2)
        .bind(sent.3)
        .bind(sent.4)
        .bind(sent.5.clone())
        .fetch_one(db)
        .await?;
    same("tuple", tuple, (sent.0, sent.1, sent.2, sent.3, sent.4.map(Into::into), sent.5))?;
    let sql = "SELECT column1 AS name, column2 AS age, column3 AS nick FROM (VALUES ('Ada', 36, NULL), ('Grace', 85, 'GH'))";
    let people: Vec<Person> = query_as(sql).fetch_all(db).await?;
    let people: Vec<_> =
        people.iter().map(|person| (person.name.as_str(), person.age, person.nick.as_deref())).collect();
    same("people", people, vec![("Ada", 36, None), ("Grace", 85, Some("GH"))])?;
    let nobody: Option<(i64,)> = query_as("SELECT 1 WHERE ?").bind(false).fetch_optional(db).await?;
    same("nobody", nobody, None)
}

async fn query_scalar_gives_one_value(db: &Db) -> Check {
    let count: u32 = query_scalar("SELECT ? + 1").bind(41_u32).fetch_one(db).await?;
    same("count", count, 42)?;
    let none: Option<String> = query_scalar("SELECT ?").bind(None::<&str>).fetch_one(db).await?;
    same("none", none, None)
}

async fn json_goes_through(db: &Db) -> Check {
    let sent = serde_json::json!({"b": [1, null, "ü"], "a": 0.5});
    let sql = "SELECT json_extract(?, '$.b[2]'), ?, ?";
    let query = query_as(sql).bind(sent.clone()).bind(&sent).bind(Json(vec![1, 2]));
    let (inner, whole, list): (String, serde_json::Value, Json<Vec<i64>>) = query.fetch_one(db).await?;
    same("inner", inner.as_str(), "ü")?;
    same("whole", whole, sent)?;
    same("list", list.0, vec![1, 2])
}

async fn a_wrong_type_is_an_error(db: &Db) -> Check {
    let row = query("SELECT 'text', 300, NULL").fetch_one(db).await?;
    let wrong = [
        row.try_get::<i64, _>(0).is_err(),
        row.try_get::<u8, _>(1).is_err(),
        row.try_get::<String, _>(2).is_err(),
        row.try_get::<i64, _>(3).is_err(),
        row.try_get::<i64, _>("nowhere").is_err(),
    ];
    same("errors", wrong, [true; 5])
}

async fn errors_have_kinds(db: &Db) -> Check {
    query("INSERT INTO suite_parent (id, site, slug) VALUES (400, 'kinds', 'a')").execute(db).await?;
    let expected = [
        (
            "INSERT INTO suite_parent (site, slug) VALUES ('kinds', 'a')",
            ErrorKind::UniqueViolation,
            Some("site"),
        ),
        (
            "INSERT INTO suite_parent (site, slug) VALUES ('kinds', NULL)",
            ErrorKind::NotNullViolation,
            Some("slug"),
        ),
        (
            "INSERT INTO suite_parent (site, slug, age) VALUES ('kinds', 'b', -1)",
            ErrorKind::CheckViolation,
            Some("suite_parent_age"),
        ),
        ("INSERT INTO suite_child (name, parent_id) VALUES ('k', -1)", ErrorKind::ForeignKeyViolation, None),
        ("SELECT * FROM suite_nowhere", ErrorKind::Other, None),
    ];
    for (sql, kind, constraint) in expected {
        match query(sql).execute(db).await {
            Err(sqlx_core::Error::Database(error)) => {
                same(sql, error.kind(), kind)?;
                same(sql, error.constraint(), constraint)?;
            }
            other => return fail(format!("{sql}: {other:?}")),
        }
    }
    Ok(())
}

async fn streams_and_prepared_statements_work(db: &Db) -> Check {
    let first: Vec<i64> = query("SELECT column1 FROM (VALUES (1), (2), (3))")
        .fetch(db)
        .and_then(|row| std::future::ready(row.try_get::<i64, _>(0)))
        .try_collect()
        .await?;
    same("stream", first, vec![1, 2, 3])?;
    let prepared = db.prepare(sqlx_core::sql_str::SqlStr::from_static("SELECT ? * 2")).await?;
    for number in [1_i64, 21] {
        let double: (i64,) = prepared.query_as().bind(number).fetch_one(db).await?;
        same("prepared", double.0, number * 2)?;
    }
    Ok(())
}
