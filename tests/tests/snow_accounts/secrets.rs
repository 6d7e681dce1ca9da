//! A secret is only in the response that creates it: not in another response, not in the guests'
//! output, not in the database.

use serde_json::json;
use weft_tests::tables;
use weft_tests::{Answer, Browser, SnowInstallation, secrets};

use crate::fixtures::Fixtures;

#[test]
fn no_secret_is_shown_a_second_time() {
    let installation = SnowInstallation::start();
    let user = installation.user();
    let fixtures = Fixtures::new(&installation, installation.home(), user.id());
    let body = json!({ "name": "New", "role": "USER", "active": true, "websites": [installation.home()] });
    let made = user.session().post(user.path("/keys"), body).send();
    let id = made.tells("Created API key");
    let reset = user.session().post_nothing(user.path(&format!("/keys/{id}/reset"))).send();
    reset.tells("Reset API key");
    let login = json!({ "email": user.email(), "password": installation.password() });
    let login = installation.anon().post("/api/login", login).send();
    for answer in [&made, &reset, &login] {
        assert_eq!(answer.header("cache-control"), "no-store", "{answer}");
    }
    let browser = Browser::open(&installation, user.email(), installation.password());
    let secret = |token: &str| token.split_once(':').unwrap().1.to_owned();
    let mut secrets = vec![made.text_at("/key"), reset.text_at("/key"), installation.password().to_owned()];
    secrets.push(secret(browser.session()));
    for account in
        [installation.viewer(), installation.user(), installation.superuser(), installation.admin()]
    {
        secrets.push(account.new_key().secret.clone());
        secrets.push(secret(account.token()));
    }

    let mut answers = Vec::new();
    let admin = installation.admin();
    let actors = [
        installation.anon(),
        installation.viewer().key(),
        user.key(),
        user.session(),
        browser.page(),
        admin.key(),
    ];
    for row in tables::snow().into_iter().chain(tables::snow_accounts()) {
        // Endpoints that end a credential or create a secret are requested separately above.
        if ["log_in", "log_out", "create_key", "reset_key"].contains(&row.test.as_str())
            || row.method == "DELETE"
        {
            continue;
        }
        for actor in &actors {
            let target = fixtures.target(&row);
            answers.push(fixtures.ask(actor, &row).send());
            answers.push(
                actor
                    .ask(&row.method, &target)
                    .json(json!({ "name": 7, "email": [], "password": {} }))
                    .send(),
            );
            answers.push(actor.ask(&row.method, format!("{target}?limit=x")).send());
            answers.push(actor.ask("PATCH", &target).json(json!({})).send());
        }
    }
    for password in [format!("{}!", installation.password()), installation.password().to_owned()] {
        let login = json!({ "email": "nobody@house.example", "password": password });
        answers.push(installation.anon().post("/api/login", login).send());
    }
    assert!(answers.len() > 500);

    let forbidden: Vec<String> =
        secrets.iter().cloned().chain(secrets::stored(&installation.database())).collect();
    for text in answers.iter().map(Answer::whole).chain([installation.running().guest_output()]) {
        for secret in &forbidden {
            assert!(!text.contains(secret.as_str()), "{secret} in {text}");
        }
        for word in ["$argon2", "SELECT ", "INSERT ", "sqlite", "libsql", "auth_epoch", "panicked", ".rs:"] {
            assert!(!text.contains(word), "{word} in {text}");
        }
    }
    // The database has only the hashes of secrets.
    let files = std::fs::read_dir(installation.data_dir()).unwrap().map(Result::unwrap);
    for file in files.filter(|file| file.path().is_file()) {
        let bytes = std::fs::read(file.path()).unwrap();
        for secret in &secrets {
            let is_there = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!is_there, "{secret} in {}", file.path().display());
        }
    }
}
