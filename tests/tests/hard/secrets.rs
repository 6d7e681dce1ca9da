//! A secret is only in the response that creates it: not in another response, not in the guests'
//! output, not in the database.

use serde_json::json;
use weft_tests::tables::{Row, inline, r3, r3_keys};
use weft_tests::{Actor, Answer, Weft, a_document, a_type, secrets};

/// The path of a row, with a value for each parameter.
fn target(row: &Row, id: &str) -> String {
    let segment = |segment: &str| match segment {
        ":id" => id.to_owned(),
        ":name" | ":type" => "page".to_owned(),
        ":slug*" => "hello".to_owned(),
        ":version" => "00000000-0000-7000-8000-000000000000".to_owned(),
        other => other.to_owned(),
    };
    row.path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

/// Sends valid and invalid requests to every endpoint.
fn session(weft: &Weft, actor: &Actor<'_>, id: &str, key: &str) -> Vec<Answer> {
    let mut answers = Vec::new();
    for row in r3().into_iter().chain(r3_keys()).chain(inline()) {
        // Endpoints that end a credential or create a secret are tested separately below.
        if ["/v1/auth/logout", "/v1/auth/refresh", "/v1/projects", "/v1/auth/login"]
            .contains(&row.path.as_str())
            || row.path.ends_with("/rotate")
            || row.method == "DELETE"
            || (row.path == "/api/keys" && row.method == "POST")
        {
            continue;
        }
        let path = target(&row, if row.path.starts_with("/api/keys") { key } else { id });
        answers.push(actor.ask(&row.method, &path).send());
        answers.push(
            actor.ask(&row.method, &path).json(json!({ "data": { "title": 7 }, "type": "page" })).send(),
        );
        answers.push(actor.ask(&row.method, format!("{path}?draft=true&limit=x")).send());
        answers.push(actor.ask("PUT", &path).send());
    }
    answers.push(actor.get("/api/content?draft=true&fields=id,hash,password").send());
    answers.push(actor.get("/api/content?draft=true&sort=data.hash&cursor=").send());
    answers.push(actor.get(format!("/api/content?filters[data.title]={}", weft.site().secrets()[1])).send());
    answers
}

#[test]
fn no_secret_is_shown_a_second_time() {
    let weft = Weft::with(|setup| {
        setup.variable("onboarding", "open");
    });
    a_type("page").set("slugField", "title").field("title", "text").create(&weft.admin());
    let document = a_document("page").set("title", "Hello").published().create(&weft.admin());
    let plan = json!({ "perMinute": 0, "perDay": 0 });
    let made =
        weft.session().post("/api/keys", json!({ "name": "k", "scopes": ["read"], "plan": plan })).send();
    let id = made.is(201).text_at("/id");
    let rotated = weft.session().post_nothing(format!("/api/keys/{id}/rotate")).send();
    let admin = json!({ "email": "new@example.com", "password": "battery staple horse" });
    let project = weft.anon().post("/v1/projects", json!({ "name": "new", "admin": admin })).send();
    let refreshed = weft.site().new_session().post_nothing("/v1/auth/refresh").send();
    for answer in [&made, &rotated, &project, &refreshed] {
        assert_eq!(answer.header("cache-control"), "no-store", "{answer}");
    }
    let mut secrets: Vec<String> = weft.site().secrets().iter().map(|secret| (*secret).to_owned()).collect();
    secrets.extend(weft.other_site().secrets().iter().map(|secret| (*secret).to_owned()));
    secrets.push(made.text_at("/key"));
    secrets.push(rotated.is(200).text_at("/key"));
    secrets.push(project.is(201).text_at("/data/project/apiKey"));
    secrets.push(refreshed.is(200).text_at("/data/token"));
    secrets.push("battery staple horse".to_owned());

    let mut answers = Vec::new();
    let actors =
        [weft.anon(), weft.reader(), weft.editor(), weft.admin(), weft.session(), weft.other_site().admin()];
    for actor in &actors {
        answers.extend(session(&weft, actor, &document.id, &id));
    }
    // A failed login must not return the password either.
    for body in [
        json!({ "email": "new@example.com", "password": "battery staple horse!" }),
        json!({ "email": [], "password": {} }),
    ] {
        answers.push(weft.anon().post("/v1/auth/login", body).send());
    }
    let taken = json!({ "name": "new", "admin": admin });
    answers.push(weft.anon().post("/v1/projects", taken).send());
    answers.push(weft.session().delete(format!("/api/keys/{id}")).send());
    assert!(answers.len() > 300);

    // A list of one page has no Link header, which would repeat the secret in the query.
    let forbidden: Vec<String> = secrets.iter().cloned().chain(secrets::stored(&weft.database())).collect();
    let texts = answers.iter().map(Answer::whole).chain([weft.running().guest_output()]);
    for text in texts {
        for secret in &forbidden {
            assert!(!text.contains(secret.as_str()), "{secret} in {text}");
        }
        for word in ["$argon2", "SELECT ", "INSERT ", "sqlite", "libsql", "auth_epoch", "panicked", ".rs:"] {
            assert!(!text.contains(word), "{word} in {text}");
        }
    }
    // The database has only the hashes of secrets, except for projects' keys.
    let public =
        [weft.site().secrets()[0], weft.other_site().secrets()[0], &project.text_at("/data/project/apiKey")]
            .map(str::to_owned);
    secrets.retain(|secret| !public.contains(secret));
    assert!(secrets.len() > 10, "{}", secrets.len());
    for file in
        std::fs::read_dir(weft.data_dir()).unwrap().map(Result::unwrap).filter(|file| file.path().is_file())
    {
        let bytes = std::fs::read(file.path()).unwrap();
        for secret in &secrets {
            let is_there = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!is_there, "{secret} in {}", file.path().display());
        }
    }
}

/// The prefix that identifies a key is too short to guess the rest.
#[test]
fn the_shown_prefix_of_a_key_is_short_and_no_credential() {
    let weft = Weft::start();
    let keys = weft.session().get("/api/keys?limit=100").send();
    for prefix in keys.each("/prefix") {
        let prefix = prefix.as_str().unwrap();
        assert!(prefix.len() <= 12, "{prefix}");
        weft.key(prefix).get("/api/content").send().is(401);
    }
    let secret = weft.site().secrets()[1];
    for near in [
        &secret[..secret.len() - 1],
        &secret.to_uppercase(),
        &format!("{secret}A"),
        &format!("{secret}\u{e4}"),
    ] {
        weft.key(near).get("/api/content").send().is(401);
    }
    // A key is not accepted as a session, nor a session as a key.
    weft.bearer(secret).get("/api/keys").send().is(401);
    weft.bearer(secret).get("/v1/auth/me").send().is(401);
    weft.key(weft.site().secrets()[4]).get("/api/content").send().is(401);
    // A key in the query is not accepted.
    for name in ["x-api-key", "api_key", "apiKey", "key", "token"] {
        weft.anon().get(format!("/api/content?{name}={secret}")).send().is(401);
    }
}
