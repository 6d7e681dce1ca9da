//! Application variables and the templates over them.
//!
//! A value comes from the first of these sources that has it: an explicit override (`--variable`),
//! the environment (`SPIN_VARIABLE_<NAME>`), the file `.env` beside the manifest, this host's own
//! values ([`OFFERS`]), the manifest's default. All variables are resolved once, at start: a
//! required variable without a value is an error at start and not in a later request, and a request
//! never reads the environment.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};

use crate::manifest::Manifest;

/// This host's own values for variables that the manifest declares. This host commits concurrent
/// changes in groups (`interfaces/sqlite/writer`), so it can take more writers at a time than a
/// host where each change waits for the one before.
const OFFERS: [(&str, &str); 1] = [("database_writers", "16")];

/// The values of an application's variables.
#[derive(Debug, Clone, Default)]
pub(crate) struct Variables(BTreeMap<String, String>);

/// The sources of values besides the manifest.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sources {
    /// Explicit values, which take precedence.
    pub(crate) overrides: BTreeMap<String, String>,
    /// `SPIN_VARIABLE_<NAME>`, from the process or from `.env`, keyed by the whole name.
    pub(crate) environment: HashMap<String, String>,
}

impl Sources {
    /// The overrides and, if `read_environment` is set, the process environment and the file
    /// `env_file`.
    pub(crate) fn new(
        overrides: BTreeMap<String, String>,
        read_environment: bool,
        env_file: &Path,
    ) -> Result<Self> {
        let mut environment = HashMap::new();
        if read_environment {
            if env_file.is_file() {
                let entries = dotenvy::from_path_iter(env_file)
                    .with_context(|| format!("cannot read {}", env_file.display()))?;
                for entry in entries {
                    let (name, value) =
                        entry.with_context(|| format!("{} is not valid", env_file.display()))?;
                    environment.insert(name, value);
                }
            }
            environment.extend(
                std::env::vars_os()
                    .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))),
            );
        }
        Ok(Self { overrides, environment })
    }

    fn get(&self, name: &str) -> Option<&String> {
        let variable = || format!("SPIN_VARIABLE_{}", name.to_ascii_uppercase());
        self.overrides.get(name).or_else(|| self.environment.get(&variable()))
    }
}

impl Variables {
    /// Resolves every declared variable.
    pub(crate) fn resolve(manifest: &Manifest, sources: &Sources) -> Result<Self> {
        for name in sources.overrides.keys() {
            ensure!(
                manifest.variables.contains_key(name),
                "the variable `{name}` is not declared in `[variables]`"
            );
        }
        let mut values = BTreeMap::new();
        let mut missing = Vec::new();
        for (name, variable) in &manifest.variables {
            let offered = OFFERS.iter().find(|(offered, _)| offered == name).map(|(_, value)| *value);
            let given = sources.get(name).map(String::as_str).or(offered).or(variable.default.as_deref());
            match given {
                Some(value) => drop(values.insert(name.clone(), value.to_owned())),
                None => missing.push(name.as_str()),
            }
        }
        ensure!(
            missing.is_empty(),
            "required variables have no value: {}; set SPIN_VARIABLE_<NAME> or pass --variable",
            missing.join(", ")
        );
        Ok(Self(values))
    }

    /// The value of a variable; `None` if it is not declared.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Replaces each `{{ name }}` in `template` with the value of that variable.
    pub(crate) fn expand(&self, template: &str) -> Result<String> {
        let mut text = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((literal, expression)) = rest.split_once("{{") {
            let Some((name, after)) = expression.split_once("}}") else {
                bail!("unmatched '{{{{' in the template `{template}`");
            };
            let name = name.trim();
            let value = self
                .0
                .get(name)
                .with_context(|| format!("the template `{template}` uses the unknown variable `{name}`"))?;
            text.push_str(literal);
            text.push_str(value);
            rest = after;
        }
        text.push_str(rest);
        Ok(text)
    }

    /// Expands each of a component's variables.
    pub(crate) fn expand_all(&self, templates: &BTreeMap<String, String>) -> Result<HashMap<String, String>> {
        templates
            .iter()
            .map(|(name, template)| {
                let value =
                    self.expand(template).with_context(|| format!("in the component variable `{name}`"))?;
                Ok((name.clone(), value))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(variables: &str) -> Manifest {
        let text = format!(
            "spin_manifest_version = 2\n[application]\nname = \"a\"\n[variables]\n{variables}\n[[trigger.http]]\nroute = \"/\"\n\
             component = \"c\"\n[component.c]\nsource = \"c.wasm\""
        );
        Manifest::parse(&text, Path::new(".")).unwrap()
    }

    fn sources(overrides: &[(&str, &str)], environment: &[(&str, &str)]) -> Sources {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Sources {
            overrides: overrides.iter().map(own).collect(),
            environment: environment.iter().map(own).collect(),
        }
    }

    #[test]
    fn an_override_beats_the_environment_which_beats_the_default() {
        let manifest = manifest("x = { default = \"d\" }");
        let value = |sources| Variables::resolve(&manifest, &sources).unwrap().expand("{{x}}").unwrap();
        assert_eq!(value(sources(&[], &[])), "d");
        assert_eq!(value(sources(&[], &[("SPIN_VARIABLE_X", "e")])), "e");
        assert_eq!(value(sources(&[("x", "o")], &[("SPIN_VARIABLE_X", "e")])), "o");
    }

    #[test]
    fn what_the_host_offers_beats_the_default_only() {
        let manifest = manifest("database_writers = { default = \"1\" }");
        let value = |sources| {
            Variables::resolve(&manifest, &sources).unwrap().expand("{{ database_writers }}").unwrap()
        };
        assert_eq!(value(sources(&[], &[])), "16");
        assert_eq!(value(sources(&[], &[("SPIN_VARIABLE_DATABASE_WRITERS", "2")])), "2");
        assert_eq!(value(sources(&[("database_writers", "3")], &[])), "3");
    }

    #[test]
    fn a_required_variable_without_a_value_is_named() {
        let error =
            Variables::resolve(&manifest("token = { required = true }"), &Sources::default()).unwrap_err();
        assert!(error.to_string().contains("token"), "{error}");
    }

    #[test]
    fn an_override_of_nothing_is_refused() {
        let error = Variables::resolve(&manifest(""), &sources(&[("nope", "")], &[])).unwrap_err();
        assert!(error.to_string().contains("`nope`"), "{error}");
    }

    #[test]
    fn templates_mix_text_and_variables() {
        let variables = Variables(BTreeMap::from([("a".into(), "1".into()), ("b".into(), "2".into())]));
        assert_eq!(variables.expand("x{{ a }}-{{b}}}y").unwrap(), "x1-2}y");
        assert_eq!(variables.expand("").unwrap(), "");
        assert!(variables.expand("{{ a").is_err());
        assert!(variables.expand("{{ c }}").unwrap_err().to_string().contains("`c`"));
    }
}
