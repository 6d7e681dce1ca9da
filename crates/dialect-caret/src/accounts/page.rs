//! The sign-in page of cloud mode: a plain form. It has no script, loads nothing, and may not be
//! framed.

use super::redirect;
use crate::error::Refusal;
use crate::{reply, session};
use http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY};
use url::Url;
use weft_domain::entry::Visibility;
use weft_http::{Call, Reply, Request};
use weft_service::App;

/// The address of the page for somebody who comes back to `to`.
pub(super) fn address(request: &Request, to: &Url, was_wrong: bool) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("projectId", &session::project(request).unwrap_or_else(|| "default".to_owned()));
    query.append_pair("redirect", to.as_str());
    if was_wrong {
        query.append_pair("error", "invalid");
    }
    format!("/content/admin?{}", query.finish())
}

pub(super) async fn show(app: &App<'_>, call: Call<'_>) -> Result<Reply, Refusal> {
    let request = call.request;
    let domains = app.reader(call.ctx, Visibility::Published)?.domains().await?;
    let to = redirect::asked(request, session::parameter(request, "redirect").as_deref(), &domains)?;
    let project = session::project(request).unwrap_or_else(|| "default".to_owned());
    let action: String = form_urlencoded::byte_serialize(project.as_bytes()).collect();
    let was_wrong = session::parameter(request, "error").is_some();
    let html = PAGE
        .replace("{action}", &escaped(&format!("/content/auth/login?projectId={action}")))
        .replace("{error}", if was_wrong { "<p role=\"alert\">The password is wrong.</p>" } else { "" })
        .replace("{host}", &escaped(to.host_str().unwrap_or_default()))
        .replace("{redirect}", &escaped(to.as_str()));
    // No `form-action`: browsers hold it against the redirect after the form, too.
    let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
    Ok(reply::page(html).with(CONTENT_SECURITY_POLICY, policy).with(REFERRER_POLICY, "no-referrer"))
}

const PAGE: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<title>Sign in</title>
<style>body{font:1rem/1.5 system-ui;max-width:22rem;margin:4rem auto;padding:0 1rem}label{display:block;margin:1rem 0}input{display:block;width:100%;box-sizing:border-box;font:inherit;padding:.4rem}</style>
<h1>Sign in</h1>
<p>You will go back to {host}.</p>
{error}
<form method=\"post\" action=\"{action}\">
<input type=\"hidden\" name=\"redirect\" value=\"{redirect}\">
<label>E-mail address, if you have an account <input name=\"email\" type=\"email\" autocomplete=\"username\"></label>
<label>Password <input name=\"password\" type=\"password\" autocomplete=\"current-password\" required autofocus></label>
<button>Sign in</button>
</form>
</html>
";

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '{' => escaped.push_str("&#123;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_sent_becomes_markup() {
        assert_eq!(escaped("\"><script>'&{x}"), "&quot;&gt;&lt;script&gt;&#39;&amp;&#123;x}");
    }
}
