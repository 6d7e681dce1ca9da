//! The host: Content-Length, graceful shutdown, enforced grants, the sources of variables.

use std::path::Path;

use serde_json::json;
use tempfile::TempDir;
use weft_host::{GuestOutput, Options, Running};
use weft_tests::{Connection, Received, Weft, a_document, a_type};

use super::parallel::{ask, request};

#[test]
fn two_thousand_responses_on_one_connection_have_a_content_length() {
    let weft = Weft::start();
    a_type("page").field("title", "text").create(&weft.admin());
    let document = a_document("page").set("title", "x".repeat(2_000)).published().create(&weft.admin());
    let reader = weft.site().secrets()[3];
    let requests = [
        (request("GET", &document.path(), reader, None), 200),
        (request("GET", "/api/content?type=page", reader, None), 200),
        (request("GET", "/api/content/nobody", reader, None), 404),
        (request("GET", &document.path(), "nobody", None), 401),
    ];
    let mut connection = weft.connect();
    let instances = weft.running().instances();
    for turn in 0..2_000 {
        let (request, status) = &requests[turn % requests.len()];
        let answer = ask(&mut connection, request);
        assert_eq!(answer.status, *status);
        assert_eq!(answer.header("content-length"), answer.body.len().to_string(), "answer {turn}");
        assert_eq!(answer.header("transfer-encoding"), "", "answer {turn}");
        assert!(!answer.is_last(), "answer {turn}");
    }
    assert!(weft.running().instances() - instances <= 2, "one connection needs one instance");
}

#[test]
fn a_stop_waits_for_pending_responses() {
    let mut weft = Weft::start();
    a_type("page").field("n", "number").create(&weft.admin());
    let document = a_document("page").set("n", 0).published().create(&weft.admin());
    let change = json!({ "data": { "n": 1 } });
    let change = request("PATCH", &document.path(), weft.site().secrets()[1], Some(&change));
    let mut connection = weft.connect();
    let address = weft.address();
    let database = weft.database();
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    let statements = weft.running().statements();
    connection.send(&change).unwrap();
    // Wait until the request waits for the database.
    while weft.running().statements() == statements {
        std::thread::yield_now();
    }
    std::thread::scope(|scope| {
        let stop = scope.spawn(|| weft.restart());
        while Connection::open(address).is_ok() {
            std::thread::yield_now();
        }
        assert!(!stop.is_finished(), "the host stopped without waiting");
        database.execute_batch("COMMIT").unwrap();
        let answer = connection.receive().unwrap();
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
        assert_eq!(connection.receive_rest().unwrap(), b"", "the host closes the connection");
    });
    weft.reader().get(document.path()).send().shows("/data/n", 1);
}

#[test]
fn an_instance_reads_each_variable_once() {
    let weft = Weft::start();
    let requests = [
        request("POST", "/v1/auth/login", "", Some(&json!({ "email": "a@b.example", "password": "wrong" }))),
        request("GET", "/api/keys", "", None),
        request("GET", "/api/websites", "", None),
        request("GET", "/api/content", weft.site().secrets()[3], None),
        request("GET", "/api/websites/1/collections", "", None),
    ];
    let mut connection = weft.connect();
    // The first round creates an instance of each component, which reads the variables.
    for request in &requests {
        ask(&mut connection, request);
    }
    let (variables, instances) = (weft.running().variables(), weft.running().instances());
    assert!(variables > 0);
    for request in requests.iter().chain(&requests) {
        ask(&mut connection, request);
    }
    assert_eq!((weft.running().variables(), weft.running().instances()), (variables, instances));
}

/// An application with its own manifest and the same components.
struct Application {
    folder: TempDir,
    options: Options,
}

impl Application {
    fn new(manifest: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let wasm = |name: &str| {
            root.join(format!("target/wasm32-wasip2/guest/weft_{name}.wasm")).display().to_string()
        };
        let names = [("AUTH", "auth"), ("CONTENT", "content"), ("IDENTITY", "identity")];
        let manifest = names.iter().fold(manifest.to_owned(), |manifest, (name, component)| {
            manifest.replace(name, &wasm(component))
        });
        let head = "spin_manifest_version = 2\n[application]\nname = \"other\"\n";
        std::fs::write(folder.path().join("spin.toml"), format!("{head}{manifest}")).unwrap();
        let mut options = Options::new(folder.path().join("spin.toml"));
        options.cache_dir = root.join("target/weft-tests");
        options.guest_output = GuestOutput::Capture;
        options.read_environment = false;
        Self { folder, options }
    }

    fn start(&self) -> Running {
        weft_host::start_blocking(&self.options).unwrap()
    }
}

fn get(host: &Running, target: &str) -> Received {
    ask(&mut Connection::open(host.addr()).unwrap(), &request("GET", target, "weft_nobody", None))
}

fn onboard(host: &Running) -> Received {
    let admin = json!({ "email": "a@b.example", "password": "correct horse" });
    let body = json!({ "name": "first", "admin": admin });
    ask(&mut Connection::open(host.addr()).unwrap(), &request("POST", "/v1/projects", "", Some(&body)))
}

/// The failure is logged for the operator and not sent to the client.
fn fails(host: &Running, answer: &Received, told: &str) {
    let body = String::from_utf8_lossy(&answer.body);
    assert!(answer.status == 500 || answer.status == 503, "{}: {body}", answer.status);
    let output = host.guest_output();
    assert!(output.contains(told), "no {told:?} in {output}");
    assert!(!body.contains(told) && !body.contains("default"), "{body}");
    assert!(!output.contains("panicked"), "{output}");
}

const AUTH: &str = r#"
[[trigger.http]]
route = "/..."
component = "auth"
[component.auth]
source = "AUTH"
"#;

const CONTENT: &str = r#"
[[trigger.http]]
route = "/..."
component = "content"
[component.content]
source = "CONTENT"
"#;

/// The identity component, with all grants of its parent.
const WHOLE: &str = r#"
dependencies = { "weft:cms/identity@0.1.0" = { path = "IDENTITY", inherit_configuration = true } }
"#;

#[test]
fn a_database_that_is_not_granted_is_refused() {
    let application = Application::new(&format!("{AUTH}{WHOLE}variables = {{ onboarding = \"open\" }}\n"));
    let host = application.start();
    fails(&host, &onboard(&host), "grant");
    let application = Application::new(&format!("{CONTENT}{WHOLE}"));
    let host = application.start();
    fails(&host, &get(&host, "/api/content"), "grant");
}

#[test]
fn a_variable_that_is_not_granted_is_refused() {
    let application = Application::new(&format!("{AUTH}{WHOLE}sqlite_databases = [\"default\"]\n"));
    let host = application.start();
    fails(&host, &onboard(&host), "onboarding");
}

#[test]
fn a_dependency_must_inherit_all_grants() {
    let with = |inherited: &str| {
        let dependency = format!(r#"{{ path = "IDENTITY"{inherited} }}"#);
        let rest = format!("dependencies = {{ \"weft:cms/identity@0.1.0\" = {dependency} }}\n");
        Application::new(&format!("{CONTENT}sqlite_databases = [\"default\"]\n{rest}"))
    };
    // This host cannot deny a grant to a dependency, so it refuses to start.
    for inherited in ["", ", inherit_configuration = false", ", inherit_configuration = [\"variables\"]"] {
        let refused = weft_host::start_blocking(&with(inherited).options).map(|_| ()).unwrap_err();
        assert!(format!("{refused:#}").contains("inherit_configuration"), "{refused:#}");
    }
    for inherited in [", inherit_configuration = true", ", inherit_configuration = [\"sqlite_databases\"]"] {
        let application = with(inherited);
        let host = application.start();
        assert_eq!(get(&host, "/api/content").status, 401, "{}", host.guest_output());
    }
}

#[test]
fn options_override_the_env_file_which_overrides_the_manifest() {
    let manifest = format!(
        "[variables]\nonboarding = {{ default = \"closed\" }}\n{AUTH}{WHOLE}sqlite_databases = [\"default\"]\nvariables = {{ onboarding = \"{{{{ onboarding }}}}\" }}\n"
    );
    let mut application = Application::new(&manifest);
    assert_eq!(onboard(&application.start()).status, 403, "the value of the manifest");
    std::fs::write(application.folder.path().join(".env"), "SPIN_VARIABLE_ONBOARDING=open\n").unwrap();
    assert_eq!(onboard(&application.start()).status, 403, "the environment is not read");
    application.options.read_environment = true;
    assert_eq!(onboard(&application.start()).status, 201, "the value of the file");
    application.options.variables.insert("onboarding".to_owned(), "closed".to_owned());
    assert_eq!(onboard(&application.start()).status, 403, "the value of the options");
    application.options.variables.insert("unknown".to_owned(), "x".to_owned());
    assert!(weft_host::start_blocking(&application.options).is_err());
}

#[test]
fn an_invalid_application_does_not_start() {
    for manifest in [
        AUTH.replace("AUTH", "nowhere.wasm"),
        CONTENT.to_owned(),
        format!("[variables]\nneeded = {{ required = true }}\n{AUTH}"),
        format!("{AUTH}variables = {{ a = \"{{{{ unknown }}}}\" }}\n"),
        format!("{AUTH}nonsense = 1\n"),
    ] {
        assert!(weft_host::start_blocking(&Application::new(&manifest).options).is_err(), "{manifest}");
    }
}
