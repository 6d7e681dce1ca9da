//! The settings of a site: its name, its hosts, its CDN, its rebuild hooks, and the public key of
//! its pages.

use crate::app::App;
use crate::rights::{Admin, Right};
use weft_domain::secret::Secret;
use weft_domain::site_ref::host_name;
use weft_domain::webhook::{InsecureHosts, Scheme, check_url};
use weft_domain::{
    CredentialId, CredentialKind, Ctx, Error, Permission, RatePlan, Result, Role, Scopes, Violation,
};
use weft_storage::credentials::NewCredential;
use weft_storage::site_settings::{self, NewDeployHook, PROJECT_KEY};

pub use weft_storage::site_settings::{DeployHook as StoredDeployHook, SiteSettings};

/// The maximum length of a name, in bytes.
const NAME_MAX: usize = 200;
/// The maximum length of a URL, in bytes.
const URL_MAX: usize = 2048;
/// The maximum number of hosts of a site, and of hooks.
const LIST_MAX: usize = 50;
/// The maximum length of a host name, in bytes (RFC 1035).
const DOMAIN_MAX: usize = 253;
/// The maximum length of the id of a hook, and of its secret, in bytes.
const HOOK_TEXT_MAX: usize = 1000;

/// A rebuild hook of a site. No `Debug`, because it contains a secret.
pub struct DeployHook {
    /// Its id within the site.
    pub id: String,
    /// Its kind: `generic` or `github`.
    pub kind: String,
    /// Its URL.
    pub url: String,
    /// Its secret: `None` keeps the secret of the hook with this id, an empty text removes it.
    pub secret: Option<String>,
}

/// A change of the settings; `None` keeps the value.
#[derive(Default)]
pub struct SettingsChange {
    /// The name.
    pub name: Option<String>,
    /// The CDN; `Some(None)` removes it.
    pub cdn_url: Option<Option<String>>,
    /// All hosts.
    pub domains: Option<Vec<String>>,
    /// All hooks.
    pub deploy_hooks: Option<Vec<DeployHook>>,
}

impl App<'_> {
    /// Finds the caller's site, as its members may see it; only administrators see its key.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden` without the permission to read drafts, `Outdated`,
    /// `Unavailable`.
    pub async fn site_settings(&self, ctx: &Ctx) -> Result<SiteSettings> {
        let right = Right::to(self, ctx, Permission::Drafts)?;
        let found = site_settings::find(right.store, &right.scope).await?;
        let is_admin = right.principal.may(Permission::Admin).is_ok();
        Ok(SiteSettings { public_key: found.public_key.filter(|_| is_admin), ..found })
    }
}

impl Admin<'_> {
    /// Changes the site and returns it.
    ///
    /// # Errors
    /// `Invalid` with the paths `name`, `cdnUrl`, `domains[0]`, `deployHooks[0].url`, …; a hook may
    /// have a host that is not public only if the operator lists it as `insecure`;
    /// `Conflict(Taken)` with the field `domains` if another site has one of them; `Outdated`,
    /// `Unavailable`.
    pub async fn update_settings(
        &self,
        change: SettingsChange,
        insecure: &InsecureHosts,
    ) -> Result<SiteSettings> {
        self.right.principal.may(Permission::Sites)?;
        let mut violations = Vec::new();
        let name = change.name.as_deref().map(str::trim);
        if name.is_some_and(|name| !(1..=NAME_MAX).contains(&name.len())) {
            violations.push(Violation::new("name", "length", format!("must have 1 to {NAME_MAX} bytes")));
        }
        if let Some(Some(url)) = &change.cdn_url {
            violations.extend(url_violation("cdnUrl", url));
        }
        let mut domains = None;
        if let Some(sent) = &change.domains {
            too_many("domains", sent.len(), &mut violations);
            domains = Some(hosts(sent, &mut violations));
        }
        if let Some(hooks) = &change.deploy_hooks {
            too_many("deployHooks", hooks.len(), &mut violations);
            hook_violations(hooks, insecure, &mut violations);
        }
        if !violations.is_empty() {
            return Err(Error::Invalid(violations));
        }
        let hooks: Option<Vec<NewDeployHook<'_>>> = change.deploy_hooks.as_ref().map(|hooks| {
            let hooks = hooks.iter().map(|DeployHook { id, kind, url, secret }| NewDeployHook {
                id,
                kind,
                url,
                secret: secret.as_deref(),
            });
            hooks.collect()
        });
        let change = site_settings::SettingsChange {
            name,
            cdn_url: change.cdn_url.as_ref().map(Option::as_deref),
            domains: domains.as_deref(),
            deploy_hooks: hooks.as_deref(),
        };
        site_settings::update(self.right.store, &self.right.scope, &change).await
    }

    /// Replaces the public key and returns the new one. Sessions stay valid.
    ///
    /// # Errors
    /// `Outdated`, `Unavailable`.
    pub async fn rotate_project_key(&self) -> Result<String> {
        let (right, principal) = (&self.right, self.right.principal);
        let secret = Secret::new(right.ctx, "weft_");
        let (id, now) = (CredentialId::new(right.ctx.new_uuid()).to_string(), right.ctx.now.to_string());
        let (account, site) = (principal.account.to_string(), principal.site.to_string());
        let hash = right.secrets.hash_token(&secret.text).await?;
        let epoch = Some(right.scope.epoch);
        let key = NewCredential { epoch, ..project_key(&id, (&secret, hash), &account, &site, &now) };
        site_settings::replace_key(right.store, &right.scope, &key).await?;
        Ok(secret.text)
    }
}

/// A site's key for reading what is published. It stands in web pages, so it is stored as it is
/// (docs/decisions/020).
pub(crate) fn project_key<'a>(
    id: &'a str,
    (secret, hash): (&'a Secret, [u8; 32]),
    account: &'a str,
    site: &'a str,
    now: &'a str,
) -> NewCredential<'a> {
    NewCredential {
        id,
        kind: CredentialKind::ApiKey,
        hash,
        prefix: secret.prefix(),
        account,
        site,
        name: PROJECT_KEY,
        role_cap: Role::Viewer,
        scopes: Scopes { read: true, ..Scopes::default() },
        plan: RatePlan { per_minute: 0, per_day: 0 },
        created_at: now,
        expires_at: None,
        epoch: None,
        public: Some(&secret.text),
    }
}

fn too_many(path: &str, count: usize, violations: &mut Vec<Violation>) {
    if count > LIST_MAX {
        violations.push(Violation::new(path, "max", format!("at most {LIST_MAX}")));
    }
}

/// The stored form of the hosts: in lower case, without scheme and port.
fn hosts(sent: &[String], violations: &mut Vec<Violation>) -> Vec<String> {
    let mut hosts = Vec::with_capacity(sent.len());
    for (at, sent) in sent.iter().enumerate() {
        let host = sent.trim().to_ascii_lowercase();
        let host = host.strip_prefix("https://").or_else(|| host.strip_prefix("http://")).unwrap_or(&host);
        let host = host.trim_end_matches('/');
        let port = host.split_once(':').map_or("", |(_, port)| port);
        let is_port = port.bytes().all(|b| b.is_ascii_digit());
        let host = host_name(host);
        let is_label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        if is_port && host.len() <= DOMAIN_MAX && host.split('.').all(is_label) {
            hosts.push(host);
        } else {
            violations.push(Violation::new(format!("domains[{at}]"), "format", "must be a host name"));
        }
    }
    hosts
}

fn hook_violations(hooks: &[DeployHook], insecure: &InsecureHosts, violations: &mut Vec<Violation>) {
    for (at, hook) in hooks.iter().enumerate() {
        let path = |name: &str| format!("deployHooks[{at}].{name}");
        let message = format!("must have 1 to {HOOK_TEXT_MAX} bytes");
        if !(1..=HOOK_TEXT_MAX).contains(&hook.id.len()) {
            violations.push(Violation::new(path("id"), "length", message.clone()));
        }
        if hooks.iter().take(at).any(|other| other.id == hook.id) {
            violations.push(Violation::new(path("id"), "unique", "is given more than once"));
        }
        if !matches!(hook.kind.as_str(), "generic" | "github") {
            violations.push(Violation::new(path("type"), "option", "must be generic or github"));
        }
        if hook
            .secret
            .as_ref()
            .is_some_and(|secret| secret.len() > HOOK_TEXT_MAX || secret.chars().any(char::is_control))
        {
            violations.push(Violation::new(path("secret"), "length", message));
        }
        if let Err(why) = check_url(&hook.url, Scheme::Secure, insecure) {
            violations.push(Violation::new(path("url"), "format", why));
        }
    }
}

/// The violation of a malformed URL; the addresses of its host are checked when the URL is called.
fn url_violation(path: &str, url: &str) -> Option<Violation> {
    let lower = url.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let is_plain = url.len() <= URL_MAX && !url.chars().any(|c| c.is_control() || c.is_whitespace());
    let is_good = is_plain && !host.is_empty() && !host.contains('@') && !host.starts_with(':');
    (!is_good).then(|| Violation::new(path, "format", "must be a URL that begins with http:// or https://"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_in_lower_case_without_scheme_and_port() {
        let mut wrong = Vec::new();
        let sent = ["Example.COM", "https://b.example./", "localhost:3000", "xn--bcher-kva.example"];
        let found = hosts(&sent.map(str::to_owned), &mut wrong);
        assert_eq!(found, ["example.com", "b.example", "localhost", "xn--bcher-kva.example"]);
        assert!(wrong.is_empty());
        let sent = ["", "a b", "-a.example", "a..b", "b\u{fc}cher.example", "a.example/path", "*.example"];
        assert!(hosts(&sent.map(str::to_owned), &mut wrong).is_empty());
        assert_eq!(wrong.len(), 7);
    }

    #[test]
    fn urls_have_the_scheme_http_or_https() {
        for good in ["https://a.example/b?c", "http://localhost:3000", "HTTPS://A.EXAMPLE"] {
            assert!(url_violation("url", good).is_none(), "{good}");
        }
        for bad in [
            "",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://",
            "https:///x",
            "ftp://a",
            "https://u@a",
            "https://a b",
            "https://a\n",
        ] {
            assert!(url_violation("url", bad).is_some(), "{bad}");
        }
    }
}
