//! `weft up`: runs the application until Ctrl-C.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};
use clap::Args;
use weft_host::{Options, PrivateHost, PrivateNetworks, Reuse, Running};

use super::ticks::{self, Ticks};
use super::{bundle, first_start, say};

/// Arguments of `weft up`.
#[derive(Debug, Args)]
pub(super) struct Up {
    /// The application [default: spin.toml in this folder; else the application in this executable]
    #[arg(long)]
    from: Option<PathBuf>,
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// The data folder.
    #[arg(long, default_value = ".weft")]
    data: PathBuf,
    /// The cache folder for compiled components [default: cache in the data folder].
    #[arg(long)]
    cache: Option<PathBuf>,
    /// The value of a variable, as name=value; may be repeated.
    #[arg(long = "variable", value_name = "NAME=VALUE", value_parser = assignment)]
    variables: Vec<(String, String)>,
    /// Do not create a site, a login and a key if there is no site.
    #[arg(long)]
    no_first_start: bool,
    /// The number of requests that one instance handles before it is replaced. Spin's default is
    /// 128; a new instance starts with empty caches.
    #[arg(long, default_value_t = 1024)]
    max_instance_reuse_count: usize,
    /// The number of requests that one instance handles at a time.
    #[arg(long, default_value_t = Reuse::default().max_concurrent)]
    max_instance_concurrent_reuse_count: usize,
    /// How long an idle instance is kept (500ms, 1s, 2m).
    #[arg(long, default_value = "1s", value_parser = duration)]
    idle_instance_timeout: Duration,
    /// Allow requests of components to addresses outside the public internet: to all, or to those
    /// in this list (names, addresses and blocks, with an optional port:
    /// 127.0.0.1:8080,intranet.example,10.0.0.0/8).
    #[arg(
        long,
        value_name = "HOST",
        value_delimiter = ',',
        num_args = 0..,
        require_equals = true,
        default_missing_value = ANYWHERE
    )]
    allow_private_network: Vec<String>,
    /// The time limit of a request (500ms, 30s, 2m).
    #[arg(long, default_value = "30s", value_parser = duration)]
    request_timeout: Duration,
}

impl Up {
    /// Runs the application.
    pub(super) fn run(self) -> Result<()> {
        let first_start = !self.no_first_start;
        let mut options = self.options()?;
        let secret = ticks::secret(&mut options)?;
        weft_host::check_data_folder(&options)?;
        compile_elsewhere(&options);
        let running = weft_host::start_blocking(&options)?;
        say(&format!("Serving {}", running.url()));
        for (route, component) in running.routes() {
            say(&format!("  {component}: {}{route}", running.url()));
        }
        if first_start {
            match first_start::create(&running.url()) {
                Ok(Some(created)) => created.print(),
                Ok(None) => {}
                Err(error) => tracing::warn!("cannot set up a first site: {error:#}"),
            }
        }
        let ticks = Ticks::start(&running, secret)?;
        wait_for_the_end()?;
        drop(ticks);
        end(running)
    }

    fn options(self) -> Result<Options> {
        let (manifest, env_file) = application(self.from, &self.data)?;
        let mut options = Options::new(&manifest);
        options.env_file = env_file.unwrap_or(options.env_file);
        options.listen = self.listen;
        options.cache_dir = self.cache.unwrap_or_else(|| self.data.join("cache"));
        options.data_dir = self.data;
        options.variables = BTreeMap::from_iter(self.variables);
        options.reuse = Reuse {
            max_requests: self.max_instance_reuse_count.max(1),
            max_concurrent: self.max_instance_concurrent_reuse_count.max(1),
            idle: self.idle_instance_timeout,
        };
        options.request_timeout = self.request_timeout;
        options.private_networks = private_networks(&self.allow_private_network)?;
        Ok(options)
    }
}

/// Returns the path of the manifest and, if it is not beside the manifest, the path of the `.env`
/// file.
fn application(from: Option<PathBuf>, data: &Path) -> Result<(PathBuf, Option<PathBuf>)> {
    let here = Path::new("spin.toml");
    match from {
        Some(manifest) => Ok((manifest, None)),
        None if here.exists() => Ok((here.to_owned(), None)),
        None => match bundle::own()? {
            Some(bundle) => {
                let manifest = bundle::unpack(&bundle, &data.join("app"))?;
                Ok((manifest, Some(PathBuf::from(".env"))))
            }
            None => bail!(
                "there is no spin.toml in this folder, and this executable carries no application; say --from"
            ),
        },
    }
}

/// Compiles missing components in another process, because this process would keep the memory that
/// compiling takes. If that fails, the start compiles them and reports the error.
fn compile_elsewhere(options: &Options) {
    if matches!(weft_host::is_compiled(options), Ok(false))
        && let Ok(weft) = std::env::current_exe()
    {
        let mut compile = Command::new(weft);
        compile.arg("compile").arg("--from").arg(&options.manifest).arg("--cache").arg(&options.cache_dir);
        drop(compile.stderr(Stdio::null()).status());
    }
}

/// Waits for Ctrl-C or, on Unix, for SIGTERM.
fn wait_for_the_end() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        #[cfg(unix)]
        {
            let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
            tokio::select! {
                interrupted = tokio::signal::ctrl_c() => interrupted.context("cannot wait for Ctrl-C"),
                _ = terminate.recv() => Ok(()),
            }
        }
        #[cfg(not(unix))]
        tokio::signal::ctrl_c().await.context("cannot wait for Ctrl-C")
    })
}

fn end(running: Running) -> Result<()> {
    say("Stopping");
    running.stop_blocking();
    Ok(())
}

/// The value of `--allow-private-network` without a list.
const ANYWHERE: &str = "*";

fn private_networks(said: &[String]) -> Result<PrivateNetworks> {
    if said.is_empty() {
        return Ok(PrivateNetworks::Refused);
    }
    if said.iter().any(|host| host == ANYWHERE) {
        return Ok(PrivateNetworks::Allowed);
    }
    let hosts = said.iter().map(|host| host.parse::<PrivateHost>()).collect::<Result<_, _>>();
    hosts.map(PrivateNetworks::Listed).map_err(|error| anyhow!("--allow-private-network: {error}"))
}

fn assignment(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| format!("`{text}` is not NAME=VALUE"))?;
    Ok((name.to_owned(), value.to_owned()))
}

fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let number: u64 = number.parse().map_err(|_| format!("`{text}` does not start with a number"))?;
    match unit {
        "ms" => Ok(Duration::from_millis(number)),
        "" | "s" => Ok(Duration::from_secs(number)),
        "m" => Ok(Duration::from_secs(number.saturating_mul(60))),
        _ => Err(format!("`{unit}` is not a unit of time, use ms, s or m")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser as _;

    #[test]
    fn durations_have_units() {
        assert_eq!(duration("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(duration("2s"), Ok(Duration::from_secs(2)));
        assert_eq!(duration("3"), Ok(Duration::from_secs(3)));
        assert_eq!(duration("1m"), Ok(Duration::from_secs(60)));
        assert!(duration("1h").is_err());
        assert!(duration("soon").is_err());
    }

    #[test]
    fn private_networks_are_refused_or_listed_or_all_allowed() {
        #[derive(Debug, clap::Parser)]
        struct Line {
            #[command(flatten)]
            up: Up,
        }
        let said = |arguments: &[&str]| {
            let line = Line::try_parse_from(["weft", "--from", "spin.toml"].iter().chain(arguments)).unwrap();
            line.up.options().map(|options| options.private_networks)
        };
        assert!(matches!(said(&[]), Ok(PrivateNetworks::Refused)));
        assert!(matches!(said(&["--allow-private-network"]), Ok(PrivateNetworks::Allowed)));
        assert!(matches!(
            said(&["--allow-private-network", "--no-first-start"]),
            Ok(PrivateNetworks::Allowed)
        ));
        let listed = said(&["--allow-private-network=127.0.0.1:8080,intranet.example"]);
        assert!(matches!(listed, Ok(PrivateNetworks::Listed(hosts)) if hosts.len() == 2));
        assert!(said(&["--allow-private-network=http://a"]).is_err());
    }

    #[test]
    fn a_variables_value_may_hold_equals_signs() {
        assert_eq!(assignment("a=b=c"), Ok(("a".to_owned(), "b=c".to_owned())));
        assert!(assignment("a").is_err());
    }
}
