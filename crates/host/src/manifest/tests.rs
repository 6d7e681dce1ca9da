//! What manifests are taken, and what the errors of the others say.

use super::*;

const HEAD: &str = "spin_manifest_version = 2\n[application]\nname = \"app\"\n";
const TRIGGER: &str = "[[trigger.http]]\nroute = \"/...\"\ncomponent = \"web\"\n";

fn parse(rest: &str) -> Result<Manifest> {
    Manifest::parse(&format!("{HEAD}{TRIGGER}{rest}"), Path::new("/app"))
}

fn error(rest: &str) -> String {
    format!("{:#}", parse(rest).unwrap_err())
}

#[test]
fn paths_start_from_the_manifests_folder() {
    let manifest =
        parse("[component.web]\nsource = \"web.wasm\"\nbuild = { command = \"make\", workdir = \"sub\" }")
            .unwrap();
    let web = &manifest.components["web"];
    assert_eq!(web.source, Path::new("/app/web.wasm"));
    assert_eq!(web.build, Some(Build { commands: vec!["make".into()], workdir: "/app/sub".into() }));
    assert_eq!(manifest.triggers[0].route.as_deref(), Some("/..."));
}

#[test]
fn an_unknown_key_is_refused_by_name() {
    assert!(
        error("[component.web]\nsource = \"web.wasm\"\nsqlite_database = []").contains("sqlite_database")
    );
}

#[test]
fn a_trigger_must_name_a_component_that_exists() {
    assert!(error("[component.other]\nsource = \"web.wasm\"").contains("`web`, which is not declared"));
}

#[test]
fn a_variable_is_required_or_has_a_default() {
    let component = "[component.web]\nsource = \"web.wasm\"";
    assert!(error(&format!("[variables]\nx = {{}}\n{component}")).contains("`x` must have either"));
    assert!(
        error(&format!("[variables]\nX = {{ default = \"\" }}\n{component}")).contains("lower_snake_case")
    );
    assert!(parse(&format!("[variables]\nx = {{ required = true, secret = true }}\n{component}")).is_ok());
}

#[test]
fn labels_must_be_well_formed() {
    assert!(
        error("[component.web]\nsource = \"web.wasm\"\nsqlite_databases = [\"../etc\"]").contains("`../etc`")
    );
}

#[test]
fn a_dependency_may_not_inherit_less_than_its_parent_holds() {
    let with = |inherit: &str| {
        format!(
            "[component.web]\nsource = \"web.wasm\"\nsqlite_databases = [\"default\"]\n[component.web.dependencies]\n\
             \"weft:cms/identity@0.1.0\" = {{ path = \"auth.wasm\"{inherit} }}"
        )
    };
    assert!(error(&with("")).contains("add `sqlite_databases` to `inherit_configuration`"));
    assert!(error(&with(", inherit_configuration = [\"sqlite\"]")).contains("unknown kind `sqlite`"));
    let dependency = &parse(&with(", inherit_configuration = [\"sqlite_databases\", \"variables\"]"))
        .unwrap()
        .components["web"]
        .dependencies[0];
    assert_eq!(dependency.path, Path::new("/app/auth.wasm"));
    assert_eq!(dependency.inherit, Inherit::Some(vec![Resource::SqliteDatabases, Resource::Variables]));
    assert_eq!(
        parse(&with(", inherit_configuration = true")).unwrap().components["web"].dependencies[0].inherit,
        Inherit::All
    );
}

#[test]
fn what_cannot_be_served_is_refused_by_name() {
    assert!(
        error("[component.web]\nsource = { url = \"https://x\", digest = \"\" }")
            .contains("`source` must be a path")
    );
    assert!(error("[component.web]\nsource = \"x\"\nfiles = [\"a\"]").contains("`files`"));
    let stores = "[component.web]\nsource = \"x\"\nkey_value_stores = [\"default\"]";
    assert!(error(stores).contains("`key_value_stores`"));
    assert!(
        error("[component.web]\nsource = \"x\"\n[[trigger.redis]]\nroute = \"c\"\ncomponent = \"web\"")
            .contains("trigger.redis")
    );
}
