//! The login throttle: passwords cannot be guessed, an attacker cannot lock out an account, and
//! responses do not disclose whether an account exists.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use serde_json::json;
use weft_tests::{Answer, Weft};

use super::parallel::at_once;

/// The wrong passwords that one client may try in 15 minutes: with one account, and with all
/// accounts.
const PER_ACCOUNT: usize = 10;
const PER_CLIENT: usize = 100;

/// A password that is too short to be valid, so it is refused without computing a hash.
const WRONG: &str = "wrong";

fn log_in(weft: &Weft, email: &str, password: &str, headers: &[(&str, &str)]) -> Answer {
    let ask = weft.anon().post("/v1/auth/login", json!({ "email": email, "password": password }));
    headers.iter().fold(ask, |ask, (name, value)| ask.header(name, value)).send()
}

/// Signs in from another client address; returns the status.
fn log_in_from(weft: &Weft, client: Ipv4Addr, email: &str, password: &str) -> u16 {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    let stream = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from((client, 0))).unwrap();
        socket.connect(weft.address()).await.unwrap().into_std().unwrap()
    });
    stream.set_nonblocking(false).unwrap();
    let body = json!({ "email": email, "password": password }).to_string();
    let head = "POST /v1/auth/login HTTP/1.1\r\nhost: weft\r\ncontent-type: application/json\r\nconnection: close\r\n";
    (&stream).write_all(format!("{head}content-length: {}\r\n\r\n{body}", body.len()).as_bytes()).unwrap();
    let mut answer = String::new();
    (&stream).read_to_string(&mut answer).unwrap();
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

#[test]
fn other_notations_of_an_address_share_one_throttle() {
    let weft = Weft::start();
    let email = weft.site().email();
    let upper = email.to_uppercase();
    let spaces = format!("  {email}\t\r\n ");
    let disguises: [(&str, &[(&str, &str)]); 11] = [
        (email, &[]),
        (&upper, &[]),
        (&spaces, &[]),
        ("Admin@First.Example", &[]),
        (email, &[("x-forwarded-for", "1.2.3.4")]),
        (email, &[("forwarded", "for=1.2.3.4"), ("x-real-ip", "1.2.3.4")]),
        (email, &[("spin-client-addr", "1.2.3.4:5")]),
        (email, &[("Spin-Client-Addr", "1.2.3.4:5"), ("spin-client-addr", "5.6.7.8:9")]),
        (email, &[("x-request-id", "another"), ("user-agent", "another")]),
        (email, &[("authorization", "Bearer sess_nobody")]),
        ("\u{3000}admin@first.example\u{a0}", &[("cf-connecting-ip", "1.2.3.4")]),
    ];
    let statuses: Vec<u16> =
        disguises.iter().map(|(email, headers)| log_in(&weft, email, WRONG, headers).status()).collect();
    assert_eq!(statuses, [vec![401; PER_ACCOUNT], vec![429]].concat());
    for (email, headers) in disguises {
        let answer = log_in(&weft, email, weft.site().password(), headers);
        answer.is(429);
        // The 15-minute windows start at the full hour; the clock is one minute past.
        assert_eq!(answer.header("retry-after"), "840", "{answer}");
    }
    weft.clock().advance(Duration::from_secs(840));
    log_in(&weft, email, weft.site().password(), &[]).is(200);
}

#[test]
fn a_forged_client_address_does_not_bypass_the_throttle() {
    let weft = Weft::start();
    let email = weft.site().email();
    // The host appends its own value after all values of the client, as Spin does.
    let forged = |turn: usize| [format!("10.0.0.{turn}:1"), format!("[2001:db8::{turn}]:1, 10.1.1.{turn}:1")];
    let attempt = |turn: usize, password: &str| {
        let [one, other] = forged(turn);
        log_in(&weft, email, password, &[("spin-client-addr", &one), ("Spin-Client-Addr", &other)]).status()
    };
    let statuses: Vec<u16> = (0..PER_ACCOUNT + 4).map(|turn| attempt(turn, WRONG)).collect();
    assert_eq!(statuses, [vec![401; PER_ACCOUNT], vec![429; 4]].concat());
    // An attacker cannot lock out another client by forging that client's address.
    let victim = Ipv4Addr::new(127, 0, 0, 3);
    for _ in 0..2 * PER_ACCOUNT {
        log_in(&weft, weft.other_site().email(), WRONG, &[("spin-client-addr", "127.0.0.3:1")]);
    }
    assert_eq!(log_in_from(&weft, victim, weft.other_site().email(), weft.site().password()), 200);
}

#[test]
fn guessing_passwords_locks_out_the_guessing_client_only() {
    let weft = Weft::start();
    let (email, password) = (weft.site().email(), weft.site().password());
    for _ in 0..3 * PER_ACCOUNT {
        log_in(&weft, email, WRONG, &[]);
    }
    log_in(&weft, email, password, &[]).is(429);
    let other = Ipv4Addr::new(127, 0, 0, 2);
    assert_eq!(log_in_from(&weft, other, email, password), 200);
    assert_eq!(log_in_from(&weft, other, email, WRONG), 401);
    assert_eq!(log_in_from(&weft, other, email, password), 200);
    log_in(&weft, email, password, &[]).is(429);
    // The client can still sign in to other accounts.
    log_in(&weft, weft.other_site().email(), password, &[]).is(200);
}

#[test]
fn guessing_with_many_accounts_is_throttled() {
    let weft = Weft::start();
    let statuses: Vec<u16> = (0..=PER_CLIENT)
        .map(|who| log_in(&weft, &format!("{who}@example.com"), WRONG, &[]).status())
        .collect();
    assert_eq!(statuses, [vec![401; PER_CLIENT], vec![429]].concat());
    log_in(&weft, weft.site().email(), weft.site().password(), &[]).is(429);
    let other = Ipv4Addr::new(127, 0, 0, 2);
    assert_eq!(log_in_from(&weft, other, weft.site().email(), weft.site().password()), 200);
}

#[test]
fn concurrent_guesses_are_throttled() {
    let weft = Weft::start();
    let statuses = at_once(32, |_| log_in(&weft, weft.site().email(), WRONG, &[]).status());
    assert_eq!(statuses.iter().filter(|status| **status == 401).count(), PER_ACCOUNT, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 32 - PER_ACCOUNT, "{statuses:?}");
}

#[test]
fn correct_passwords_are_not_throttled() {
    let weft = Weft::start();
    for _ in 0..=PER_ACCOUNT {
        log_in(&weft, weft.site().email(), weft.site().password(), &[]).is(200);
    }
}

#[test]
fn responses_do_not_disclose_whether_an_account_exists() {
    let weft = Weft::start();
    let email = weft.site().email();
    let insert = "INSERT INTO accounts (id, email, password, disabled_at, created_at)
                  SELECT 'disabled', 'disabled@example.com', password, created_at, created_at FROM accounts LIMIT 1";
    weft.database().execute(insert, []).unwrap();
    log_in(&weft, "warm@example.com", WRONG, &[]).is(401);
    for password in [WRONG, "long enough, but wrong", &"x".repeat(300), ""] {
        let told =
            ["nobody@example.com", email, "disabled@example.com", "nobody@nowhere.example"].map(|email| {
                let (statements, answer) = weft.statements_of(|| log_in(&weft, email, password, &[]));
                let headers = answer
                    .headers()
                    .iter()
                    .filter(|(name, _)| !["x-request-id", "date"].contains(&name.as_str()));
                (answer.status(), answer.text().to_owned(), headers.cloned().collect::<Vec<_>>(), statements)
            });
        assert_eq!(told[0].0, 401);
        assert!(told.iter().all(|one| *one == told[0]), "{password:?}: {told:#?}");
    }
    // The throttle does not disclose it either.
    let until = |email: &str| (0..).take_while(|_| log_in(&weft, email, WRONG, &[]).status() == 401).count();
    assert_eq!(until("nobody@example.com"), until(email));
}
