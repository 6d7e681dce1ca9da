//! `filters[…]` whose value is not of the column's type: the request is refused with the name of
//! the parameter, instead of finding nothing or everything.

use weft_tests::{Weft, a_document, a_type};

fn weft() -> Weft {
    let weft = Weft::start();
    let types = a_type("page").field("title", "text").field("price", "number").field("ok", "boolean");
    let types =
        types.field("start", "datetime").field("day", "date").field("by", "relation").field("any", "json");
    let seo = serde_json::json!([{ "name": "at", "type": "datetime" }]);
    types.field("seo", "group").with("fields", seo).create(&weft.admin());
    let page = a_document("page").set("title", "only").set("price", 7).set("ok", true);
    page.set("start", "2026-01-01T00:00:00Z").set("any", "x").published().create(&weft.editor());
    weft
}

#[test]
fn datetimes_are_compared_with_datetimes_and_dates() {
    let weft = weft();
    for column in ["createdAt", "updatedAt", "publishedAt", "data.start"] {
        for (value, total) in [
            ("2020-01-01T00:00:00%2B02:00", 1),
            ("2020-01-01T00:00:00+02:00", 1),
            ("2020-01-01T00:00:00%2002:00", 1),
            ("2020-01-01", 1),
            ("2999-01-01", 0),
        ] {
            let target = format!("/api/content?type=page&filters[{column}][$gte]={value}");
            weft.reader().get(&target).send().is(200).shows("/totalDocs", total);
        }
        for value in ["yesterday", "2020-13-45", "2020-01-01T00:00:00", "1774432800", "", "null", "true"] {
            for operator in ["$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$notIn"] {
                if value.is_empty() && operator.ends_with('n') {
                    continue;
                }
                let parameter = format!("filters[{column}][{operator}]");
                let answer = weft.reader().get(format!("/api/content?type=page&{parameter}={value}")).send();
                answer.is_invalid(&[&format!("{parameter} type")]);
            }
        }
    }
    let answer = weft.reader().get("/api/content?type=page&filters[createdAt][$in]=2026-01-01,soon").send();
    answer.is_invalid(&["filters[createdAt][$in] type"]);
}

#[test]
fn fields_are_compared_with_values_of_their_types() {
    let weft = weft();
    for parameter in [
        "filters[data.price][$gt]=dear",
        "filters[data.price]=",
        "filters[data.price][$in]=1,x",
        "filters[data.price][$lt]=2026-01-01",
        "filters[data.ok]=1",
        "filters[data.ok][$ne]=TRUE",
        "filters[data.ok][$notIn]=yes",
        "filters[data.day][$lte]=soon",
        "filters[data.by]=ada",
        "filters[data.seo.at][$gt]=soon",
        "filters[$or][0][data.price][$gt]=dear",
    ] {
        let answer =
            weft.reader().get(format!("/api/content?type=page&filters[slug][$ne]=x&{parameter}")).send();
        let name = parameter.split('=').next().unwrap();
        answer.is_invalid(&[&format!("{name} type")]);
        // Without a content type in the query, a field has no type.
        weft.reader().get(format!("/api/content?{parameter}")).send().is(200);
    }
    for (filter, total) in [
        ("filters[data.price]=7.0", 1),
        ("filters[data.price][$in]=", 0),
        ("filters[data.ok]=true", 1),
        ("filters[data.ok][$in]=false,true", 1),
        ("filters[data.any]=yesterday", 0),
        ("filters[data.any][$gt]=1", 1),
        ("filters[data.unknown]=yesterday", 0),
        ("filters[data.title][$gt]=1", 1),
        ("filters[data.by][$null]=true", 1),
    ] {
        let answer = weft.reader().get(format!("/api/content?type=page&{filter}")).send();
        answer.is(200).shows("/totalDocs", total).costs(1);
    }
}

#[test]
fn numbers_and_booleans_have_no_text_operators() {
    let weft = weft();
    for field in ["price", "ok"] {
        for operator in ["$contains", "$startsWith"] {
            let parameter = format!("filters[data.{field}][{operator}]");
            let answer = weft.reader().get(format!("/api/content?type=page&{parameter}=7")).send();
            answer.is_invalid(&[&format!("{parameter} operator")]);
        }
    }
}

#[test]
fn ids_and_statuses_are_compared_with_valid_ids_and_statuses() {
    let weft = weft();
    for parameter in [
        "filters[authorId]=me",
        "filters[id][$ne]=7",
        "filters[id][$in]=a,b",
        "filters[status]=deleted",
        "filters[status][$in]=draft,x",
    ] {
        let name = parameter.split('=').next().unwrap();
        weft.admin()
            .get(format!("/api/content?draft=true&{parameter}"))
            .send()
            .is_invalid(&[&format!("{name} type")]);
    }
    weft.reader().get("/api/content?filters[status][$in]=").send().is(200).shows("/totalDocs", 0);
}
