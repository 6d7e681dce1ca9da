//! SnowCMS's login has the same throttle as InlineCMS's, with a shared counter.

use std::time::Duration;

use serde_json::json;
use weft_tests::{Answer, SnowInstallation};

/// The wrong passwords that one client may try in 15 minutes: with one account, and with all
/// accounts.
const PER_ACCOUNT: usize = 10;
const PER_CLIENT: usize = 100;

/// A password that is too short to be valid, so it is refused without computing a hash.
const WRONG: &str = "wrong";

fn log_in(installation: &SnowInstallation, email: &str, password: &str) -> Answer {
    installation.anon().post("/api/login", json!({ "email": email, "password": password })).send()
}

#[test]
fn other_notations_of_an_address_share_one_throttle() {
    let installation = SnowInstallation::start();
    let email = installation.user().email().to_owned();
    let disguises =
        [email.clone(), email.to_uppercase(), format!("  {email}\t\r\n "), format!("\u{3000}{email}\u{a0}")];
    let statuses: Vec<u16> = disguises
        .iter()
        .cycle()
        .take(PER_ACCOUNT + 1)
        .map(|email| {
            let ask = installation
                .anon()
                .header("x-forwarded-for", "1.2.3.4")
                .header("spin-client-addr", "1.2.3.4:5");
            ask.post("/api/login", json!({ "email": email, "password": WRONG })).send().status()
        })
        .collect();
    assert_eq!(statuses, [vec![400; PER_ACCOUNT], vec![429]].concat());
    // The 15-minute windows start at the full hour; the clock is one minute past.
    let answer = log_in(&installation, &email, installation.password());
    answer.says(429, "Too many requests").has("retry-after", "840");
    // InlineCMS's login shares the throttle. The client can still sign in to other accounts.
    let login = json!({ "email": email, "password": installation.password() });
    installation.anon().post("/v1/auth/login", login).send().is(429);
    log_in(&installation, installation.viewer().email(), installation.password()).is(200);
    installation.clock().advance(Duration::from_secs(840));
    log_in(&installation, &email, installation.password()).is(200);
}

#[test]
fn a_forged_client_address_does_not_bypass_the_throttle() {
    let installation = SnowInstallation::start();
    let email = installation.user().email().to_owned();
    let attempt = |turn: usize| {
        let ask = installation.anon().header("spin-client-addr", &format!("10.0.0.{turn}:1"));
        ask.post("/api/login", json!({ "email": email, "password": WRONG })).send().status()
    };
    let statuses: Vec<u16> = (0..PER_ACCOUNT + 4).map(attempt).collect();
    assert_eq!(statuses, [vec![400; PER_ACCOUNT], vec![429; 4]].concat());
}

#[test]
fn guessing_with_many_accounts_is_throttled() {
    let installation = SnowInstallation::start();
    let statuses: Vec<u16> = (0..=PER_CLIENT)
        .map(|who| log_in(&installation, &format!("{who}@example.com"), WRONG).status())
        .collect();
    assert_eq!(statuses, [vec![400; PER_CLIENT], vec![429]].concat());
    log_in(&installation, installation.user().email(), installation.password()).is(429);
    // Existing sessions stay valid.
    installation.user().session().get("/api/accounts/me").send().is(200);
}

#[test]
fn correct_passwords_are_not_throttled() {
    let installation = SnowInstallation::start();
    for _ in 0..=PER_ACCOUNT {
        log_in(&installation, installation.user().email(), installation.password()).is(200);
    }
}

#[test]
fn responses_do_not_disclose_whether_an_account_exists() {
    let installation = SnowInstallation::start();
    let email = installation.user().email().to_owned();
    let gone = installation.create_account("USER", "gone@house.example", &[]);
    let body = json!({ "email": gone.email(), "role": "USER", "active": false, "websites": [] });
    installation.admin().key().put(gone.path(""), body).send().tells("Account edited");
    log_in(&installation, "warm@example.com", WRONG).is(400);
    for password in [WRONG, "long enough, but wrong", &"x".repeat(300)] {
        let told = ["nobody@house.example", &email, gone.email()].map(|email| {
            let (statements, answer) = installation.statements_of(|| log_in(&installation, email, password));
            let headers = answer
                .headers()
                .iter()
                .filter(|(name, _)| !["x-request-id", "date"].contains(&name.as_str()));
            (answer.status(), answer.text().to_owned(), headers.cloned().collect::<Vec<_>>(), statements)
        });
        assert_eq!(told[0].0, 400);
        assert!(told.iter().all(|one| *one == told[0]), "{password:?}: {told:#?}");
    }
    let until =
        |email: &str| (0..).take_while(|_| log_in(&installation, email, WRONG).status() == 400).count();
    assert_eq!(until("nobody@house.example"), until(&email));
}
