//! Hidden content does not influence responses: every response to a reader is the same with and
//! without hidden content.

use serde_json::Value;
use weft_tests::{Actor, Answer, Document, Weft, a_document, a_type};

/// A value that only hidden documents have.
const SECRET: &str = "zebra";

/// The parts of a response that could disclose hidden content.
#[derive(Debug, PartialEq)]
struct Seen {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

fn seen(answer: &Answer) -> Seen {
    let own = |name: &str| ["x-request-id", "date", "server-timing"].contains(&name);
    let headers = answer.headers().iter().filter(|(name, _)| !own(name)).cloned().collect();
    Seen { status: answer.status(), headers, body: answer.text().to_owned() }
}

/// Reads of all kinds; some of them name hidden documents.
fn targets(hidden: &[Hidden]) -> Vec<String> {
    let mut targets: Vec<String> = [
        "/api/content",
        "/api/content?type=page",
        "/api/content?limit=1",
        "/api/content?limit=1&page=2",
        "/api/content?cursor=&limit=1",
        "/api/content?type=page&cursor=&limit=1&sort=-data.rank",
        "/api/content?count=none&limit=1&page=2",
        "/api/content?sort=slug",
        "/api/content?type=page&sort=-data.rank",
        "/api/content?sort=-updatedAt&limit=2",
        "/api/content?filters[status]=draft",
        "/api/content?filters[status]=archived",
        "/api/content?filters[status][$in]=draft,archived",
        "/api/content?filters[status][$ne]=published",
        "/api/content?filters[publishedAt][$null]=true",
        "/api/content?filters[type]=strange",
        "/api/content?type=strange",
        "/api/content-types",
        "/api/content-types/strange",
    ]
    .map(str::to_owned)
    .into();
    for operator in ["$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$notIn", "$contains", "$startsWith"]
    {
        for column in ["data.title", "data.rank", "slug", "data.seo.title", "authorId"] {
            for value in [SECRET, "77", "z"] {
                targets.push(format!("/api/content?filters[{column}][{operator}]={value}"));
                targets.push(format!("/api/content?type=page&filters[{column}][{operator}]={value}"));
            }
        }
    }
    for Hidden { id, slug, type_name, .. } in hidden {
        targets.push(format!("/api/content/{id}"));
        targets.push(format!("/api/content/{id}?fields=id"));
        targets.push(format!("/api/content/{id}/versions"));
        targets.push(format!("/api/content/by-slug/{type_name}/{slug}"));
        targets.push(format!("/api/content?filters[id]={id}"));
        targets.push(format!("/api/content?filters[slug]={slug}"));
        targets.push(format!("/api/content?filters[$or][0][id]={id}&filters[$or][1][slug]={slug}"));
    }
    targets
}

struct Hidden {
    id: String,
    slug: String,
    type_name: &'static str,
    etag: String,
}

impl Hidden {
    fn of(document: &Document, type_name: &'static str) -> Self {
        let slug = document.answer.text_at("/slug");
        Self { id: document.id.clone(), slug, type_name, etag: document.etag.clone() }
    }

    /// Ids and slugs in the same format that do not exist.
    fn nobodys(&self) -> Self {
        let id = format!(
            "{}{}",
            &self.id[..28],
            if self.id.ends_with("00000000") { "00000001" } else { "00000000" }
        );
        Self {
            id,
            slug: format!("no-{}", self.slug),
            type_name: self.type_name,
            etag: "\"00000000-1\"".to_owned(),
        }
    }
}

fn world() -> Weft {
    let weft = Weft::start();
    let fields = |name: &str| {
        a_type(name)
            .set("slugField", "title")
            .field("title", "text")
            .field("rank", "number")
            .with("indexed", true)
    };
    fields("page").create(&weft.admin());
    fields("strange").create(&weft.other_site().admin());
    for n in 0..3 {
        a_document("page")
            .set("title", format!("shown {n}"))
            .set("rank", n)
            .published()
            .create(&weft.admin());
        weft.tick();
    }
    weft
}

/// Creates hidden documents: a draft, an archived, an unpublished, a deleted document, and a
/// document of another site.
fn hide(weft: &Weft) -> Vec<Hidden> {
    let document = |n: u32| {
        let seo = serde_json::json!({ "title": SECRET });
        a_document("page").set("title", format!("{SECRET} {n}")).set("rank", 77).set("seo", seo)
    };
    let draft = document(1).create(&weft.admin());
    let archived = document(2).status("archived").create(&weft.admin());
    let unpublished = document(3).published().create(&weft.admin());
    weft.admin().post_nothing(unpublished.at("unpublish")).send().is(200);
    let deleted = document(4).published().create(&weft.admin());
    weft.admin().delete(deleted.path()).send().is(200);
    let strange = a_document("strange").set("title", SECRET).set("rank", 77);
    let strange = strange.published().create(&weft.other_site().admin());
    let pages = [&draft, &archived, &unpublished, &deleted].map(|document| Hidden::of(document, "page"));
    pages.into_iter().chain([Hidden::of(&strange, "strange")]).collect()
}

fn look(reader: &Actor<'_>, targets: &[String]) -> Vec<(String, Seen)> {
    targets.iter().map(|target| (target.clone(), seen(&reader.get(target).send()))).collect()
}

#[test]
fn hidden_documents_do_not_change_responses_to_readers() {
    let weft = world();
    let readers = [weft.reader(), weft.site().public(), weft.anon()];
    // A second host with the same seed shows in advance which ids the hidden documents will have.
    let hidden = hide(&world());
    let targets = targets(&hidden);
    let before: Vec<_> = readers.iter().map(|reader| look(reader, &targets)).collect();
    let made = hide(&weft);
    assert_eq!(
        made.iter().map(|one| &one.slug).collect::<Vec<_>>(),
        hidden.iter().map(|one| &one.slug).collect::<Vec<_>>()
    );
    for (reader, before) in readers.iter().zip(before) {
        for ((target, before), (_, after)) in before.into_iter().zip(look(reader, &targets)) {
            // The ETag of a list changes with every write, but does not disclose the written data.
            let without_tag = |mut seen: Seen| {
                seen.headers.retain(|(name, _)| name != "etag");
                seen
            };
            assert_eq!(without_tag(after), without_tag(before), "{target}");
        }
    }
}

#[test]
fn hidden_and_absent_documents_get_equal_responses() {
    let weft = world();
    for hidden in hide(&weft) {
        let nobodys = hidden.nobodys();
        for actor in [weft.reader(), weft.site().public(), weft.editor(), weft.anon()] {
            let both = |path: fn(&Hidden) -> String, tag: fn(&Hidden) -> Option<&str>| {
                let [one, other] = [&hidden, &nobodys].map(|hidden| {
                    let ask = actor.get(path(hidden));
                    seen(&match tag(hidden) {
                        Some(tag) => ask.if_none_match(tag).send(),
                        None => ask.send(),
                    })
                });
                assert_eq!(one, other, "{}", path(&hidden));
                assert!([401, 404].contains(&one.status), "{one:?}");
            };
            both(|hidden| format!("/api/content/{}", hidden.id), |_| None);
            both(|hidden| format!("/api/content/{}", hidden.id), |hidden| Some(&hidden.etag));
            both(|hidden| format!("/api/content/{}?fields=slug", hidden.id), |_| Some("*"));
            both(|hidden| format!("/api/content/by-slug/{}/{}", hidden.type_name, hidden.slug), |_| None);
            both(
                |hidden| format!("/api/content/by-slug/{}/{}", hidden.type_name, hidden.slug),
                |hidden| Some(&hidden.etag),
            );
        }
    }
    // Readers are forbidden to read versions and drafts, whether the id exists or not.
    for hidden in hide(&world()) {
        weft.reader().get(format!("/api/content/{}/versions", hidden.id)).send().is_error(403, "FORBIDDEN");
        weft.reader().get(format!("/api/content/{}?draft=true", hidden.id)).send().is_error(403, "FORBIDDEN");
    }
    weft.reader().get("/api/content?draft=true").send().is_error(403, "FORBIDDEN");
    weft.editor().get("/api/content?draft=true").send().is_error(403, "FORBIDDEN");
}

/// An administrator of another site has no access to ids and names of this one.
#[test]
fn resources_of_another_site_are_absent_for_every_endpoint() {
    let weft = world();
    let stranger = weft.other_site().admin();
    let hidden = hide(&weft);
    for one in &hidden[..4] {
        for (method, rest) in [
            ("GET", "?draft=true"),
            ("PATCH", ""),
            ("DELETE", ""),
            ("POST", "/publish"),
            ("POST", "/unpublish"),
            ("GET", "/versions"),
            ("POST", "/restore/00000000-0000-7000-8000-000000000000"),
        ] {
            let send = |id: &str, tag: &str| {
                let ask = stranger.ask(method, format!("/api/content/{id}{rest}"));
                let ask = if method == "PATCH" { ask.json(serde_json::json!({ "data": {} })) } else { ask };
                seen(&ask.if_match(tag).send())
            };
            let (theirs, nobodys) = (send(&one.id, &one.etag), send(&one.nobodys().id, &one.etag));
            assert_eq!(theirs.status, 404, "{method} {rest}: {theirs:?}");
            assert_eq!(theirs, nobodys, "{method} {rest}");
        }
        stranger.get(format!("/api/content/by-slug/page/{}?draft=true", one.slug)).send().is(404);
        stranger.get(format!("/api/content?draft=true&filters[id]={}", one.id)).send().shows("/totalDocs", 0);
    }
    stranger.get("/api/content-types/page").send().is(404);
    stranger.delete("/api/content-types/page").send().is(404);
    stranger.post("/api/content", a_document("page").body()).send().is_invalid(&["type unknown"]);
    // Names and slugs of another site are free.
    a_type("page").set("slugField", "title").field("title", "text").create(&stranger);
    let own = a_document("page").set("title", "shown 0").published().create(&stranger);
    assert_eq!(own.json()["slug"], "shown-0");
    let list = stranger.get("/api/content?type=page&draft=true").send();
    assert_eq!(list.each("/id"), [Value::from(own.id.as_str())]);
    weft.reader().get("/api/content").send().shows("/totalDocs", 3);
}

/// Cursors and ETags of a client with more rights give other clients no access.
#[test]
fn cursors_and_etags_of_another_client_disclose_nothing() {
    let weft = world();
    hide(&weft);
    let page = weft.admin().get("/api/content?draft=true&limit=1&cursor=").send();
    let cursor = page.text_at("/nextCursor");
    let shown = weft.reader().get(format!("/api/content?limit=100&cursor={cursor}")).send();
    assert!(!shown.is(200).text().contains(SECRET), "{shown}");
    let shown = weft.other_site().reader().get(format!("/api/content?limit=100&cursor={cursor}")).send();
    assert!(!shown.is(200).text().contains("shown"), "{shown}");
    let tag = weft.admin().get("/api/content?type=page&draft=true").send().etag();
    weft.other_site().reader().get("/api/content?type=page").if_none_match(&tag).send().is(200);
    let tag = weft.admin().get("/api/content-types").send().etag();
    weft.other_site().reader().get("/api/content-types").if_none_match(&tag).send().is(200);
}
