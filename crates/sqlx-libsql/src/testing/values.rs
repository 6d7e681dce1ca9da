//! Values are stored and read back unchanged: types, NULL, sizes, counts.

use super::{Check, Report, count, fail, same};
use crate::{Db, Statement, Value};

pub(super) async fn run(report: &mut Report<'_>) {
    report.case("every value comes back as it went", every_value_comes_back).await;
    report.case("NaN is NULL", nan_is_null).await;
    report.case("a row gives its cells away once", cells_are_moved_out).await;
    report.case("a megabyte comes back", a_megabyte_comes_back).await;
    report.case("many rows come back in order", many_rows_come_back).await;
    report.case("RETURNING gives rows and counts them", returning_gives_rows).await;
    report.case("changes are counted, of this statement only", changes_are_counted).await;
}

async fn every_value_comes_back(db: &Db) -> Check {
    let values = [
        Value::Null,
        Value::Integer(i64::MIN),
        Value::Integer(i64::MAX),
        Value::Integer(0),
        Value::Integer(9_007_199_254_740_993),
        Value::Real(0.1),
        Value::Real(-1.5e300),
        Value::Real(f64::MIN_POSITIVE),
        Value::Text(String::new()),
        Value::Text("nul \0 inside".into()),
        Value::Text("𝄞 𐍈 ß 漢".into()),
        Value::Text("it's; -- \"quoted\" ?1 :a".into()),
        Value::Blob(Vec::new()),
        Value::Blob((0..=255).collect()),
    ];
    for value in values {
        let insert = Statement::new("INSERT INTO suite_value (value) VALUES (?) RETURNING id")
            .bind_all([value.clone()]);
        let id = db.run(insert).await?.into_one()?.take_integer(0)?;
        let select = || Statement::new("SELECT value, typeof(value) FROM suite_value WHERE id = ?").bind(id);
        for outcome in [db.run(select()).await?, db.quick(select()).await?] {
            let mut row = outcome.into_one()?;
            same("value", row.take(0)?, value.clone())?;
            same("type", row.take_text(1)?, value.kind().to_lowercase())?;
        }
    }
    Ok(())
}

async fn nan_is_null(db: &Db) -> Check {
    let row = db.run(Statement::new("SELECT ? IS NULL").bind(f64::NAN)).await?.into_one()?;
    same("cells", row.into_values(), vec![Value::Integer(1)])
}

async fn cells_are_moved_out(db: &Db) -> Check {
    let statement = Statement::new("SELECT 'a' AS a, NULL AS b, 3 AS c, 1.5 AS d, x'00' AS e, 0 AS f");
    let mut row = db.quick(statement).await?.into_one()?;
    same("text", row.take_optional_text(0)?, Some("a".into()))?;
    same("text, again", row.take_optional_text(0)?, None)?;
    same("null", row.take_optional_integer(1)?, None)?;
    same("real from integer", row.clone().take_real(2)?, 3.0)?;
    same("integer", row.take_integer(2)?, 3)?;
    same("real", row.take_optional_real(3)?, Some(1.5))?;
    same("blob", row.take_blob(4)?, vec![0])?;
    same("bool", row.take_optional_bool(5)?, Some(false))?;
    match (row.take_text(5), row.take_text(6)) {
        (Err(_), Err(_)) => Ok(()),
        other => fail(format!("NULL is no text, column 6 does not exist: {other:?}")),
    }
}

async fn a_megabyte_comes_back(db: &Db) -> Check {
    let text = "é0123456789abcd\n".repeat(1 << 16);
    let blob: Vec<u8> = (0..1_u32 << 20).map(|byte| byte.to_le_bytes()[1]).collect();
    let statement = || Statement::new("SELECT ? AS text, ? AS blob").bind(&text).bind(blob.as_slice());
    for outcome in [db.run(statement()).await?, db.quick(statement()).await?] {
        let mut row = outcome.into_one()?;
        if row.take_text(0)? != text || row.take_blob(1)? != blob {
            return fail("a megabyte is not what it was");
        }
    }
    Ok(())
}

async fn many_rows_come_back(db: &Db) -> Check {
    let sql = "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 4999) SELECT i, 'row ' || i FROM n";
    for outcome in [db.run(Statement::new(sql)).await?, db.quick(Statement::new(sql)).await?] {
        same("rows", outcome.rows.len(), 5000)?;
        for (expected, mut row) in (0_i64..).zip(outcome.rows) {
            same("place", row.take_integer(0)?, expected)?;
            same("text", row.take_text(1)?, format!("row {expected}"))?;
        }
    }
    Ok(())
}

async fn returning_gives_rows(db: &Db) -> Check {
    let statement = Statement::new("INSERT INTO suite_log (what) VALUES (?), (?) RETURNING what, 7 AS seven");
    let outcome = db.run(statement.bind("one").bind("two")).await?;
    let names: Vec<_> = outcome.columns.iter().map(|column| column.name()).collect();
    same("columns", names, vec!["what", "seven"])?;
    same("changes", outcome.changes, 2)?;
    same("rows", outcome.rows.len(), 2)?;
    let nothing = Statement::new("UPDATE suite_log SET what = what WHERE id = -1 RETURNING id");
    same("changes of nothing", db.run(nothing).await?.changes, 0)
}

async fn changes_are_counted(db: &Db) -> Check {
    db.run(Statement::new("INSERT INTO suite_parent (id, site, slug) VALUES (100, 's', 'count')")).await?;
    let before = count(db, "SELECT count(*) FROM suite_log").await?;
    let insert =
        Statement::new("INSERT INTO suite_child (name, parent_id) VALUES ('x', 100), ('y', 100), ('', 100)");
    same("inserts, without the trigger's", db.run(insert).await?.changes, 3)?;
    same("the trigger's", count(db, "SELECT count(*) FROM suite_log").await?, before + 3)?;
    let none = Statement::new("UPDATE suite_child SET name = 'z' WHERE parent_id = ? AND 0").bind(100);
    same("updates of nothing", db.run(none).await?.changes, 0)?;
    same("a read", db.run(Statement::new("SELECT 1")).await?.changes, 0)?;
    let delete =
        Statement::new("WITH gone AS (SELECT id FROM suite_child) DELETE FROM suite_child WHERE id IN gone");
    same("deletes", db.run(delete).await?.changes, 3)?;
    same("schema", db.run(Statement::new("CREATE TABLE IF NOT EXISTS suite_log (id)")).await?.changes, 0)
}
