//! The host names of sites, which determine the site of a request that names none.

use crate::entries::same_epoch;
use crate::store::{Cells, Scope, Store, first};
use sqlx_libsql::Statement;
use weft_domain::{Error, Result, SiteId, SiteRef};

/// The key of the site that a request names, as SQL with two parameters: the id or NULL, and the
/// host name or NULL. An unknown host name means the first site.
#[macro_export]
macro_rules! site_key {
    ($id:literal, $host:literal) => {
        concat!(
            "CASE WHEN ",
            $host,
            " IS NULL THEN (SELECT pk FROM sites WHERE id = ",
            $id,
            " OR repo = ",
            $id,
            ") ELSE COALESCE((SELECT site FROM site_domains WHERE domain = ",
            $host,
            "), (SELECT min(pk) FROM sites)) END"
        )
    };
}

/// A site, as statements and principals name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundSite {
    /// Its id.
    pub id: SiteId,
    /// Its key.
    pub key: i64,
    /// Its `auth_epoch`.
    pub epoch: i64,
}

/// Finds the site that a request names.
///
/// # Errors
/// If the database fails.
pub async fn find(store: &Store<'_>, site: &SiteRef) -> Result<Option<FoundSite>> {
    let select = concat!("SELECT id, pk, auth_epoch FROM sites WHERE pk = ", site_key!("?1", "?2"));
    let (id, host) = match site {
        SiteRef::Id(id) => (id.parse::<SiteId>().ok(), None),
        SiteRef::Host(host) => (None, Some(host.as_str())),
    };
    let statement = Statement::new(select).bind(id.map(|id| id.to_string())).bind(host);
    let row = first(store.quick(statement).await?);
    let read = |mut row: Cells| {
        let id = row.parsed(|text| text.parse().ok())?;
        Ok(FoundSite { id, key: row.integer()?, epoch: row.integer()? })
    };
    row.map(read).transpose()
}

/// Lists the host names of a site, in alphabetical order.
///
/// # Errors
/// `Outdated`.
pub async fn of_site(store: &Store<'_>, scope: &Scope) -> Result<Vec<String>> {
    let select = "SELECT s.auth_epoch, d.domain FROM sites AS s LEFT JOIN site_domains AS d ON d.site = s.pk
                   WHERE s.pk = ?1 ORDER BY d.domain";
    let rows = store.quick(Statement::new(select).bind(scope.site)).await?;
    if rows.is_empty() {
        return Err(Error::Outdated);
    }
    let mut domains = Vec::with_capacity(rows.len());
    for row in rows {
        let mut row = Cells::from(row);
        same_epoch(&mut row, scope)?;
        domains.extend(row.optional_text()?);
    }
    Ok(domains)
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_executor::block_on;
    use sqlx_libsql::Db;

    const SITES: [&str; 2] = ["018f3f70-1c2d-7abc-8def-000000000001", "018f3f70-1c2d-7abc-8def-000000000002"];
    const WORLD: &str = "
        INSERT INTO sites (id, name, created_at) VALUES ('018f3f70-1c2d-7abc-8def-000000000001', '1', ''), ('018f3f70-1c2d-7abc-8def-000000000002', '2', '');";

    async fn world() -> Db {
        let db = Db::open_memory().unwrap();
        crate::migrate::migrate(&Store::new(&db)).await.unwrap();
        db.batch(Statement::script(WORLD)).await.unwrap();
        db
    }

    fn host(name: &str) -> SiteRef {
        SiteRef::of_host(name)
    }

    #[test]
    fn a_host_means_its_site_and_an_unknown_host_the_first_site() {
        block_on(async {
            let db = Db::open_memory().unwrap();
            let store = Store::new(&db);
            crate::migrate::migrate(&store).await.unwrap();
            assert_eq!(find(&store, &host("a.example")).await.unwrap(), None, "no site exists yet");
            let db = world().await;
            let store = Store::new(&db);
            let second = "INSERT INTO site_domains (domain, site) VALUES ('b.example', 2), ('c.example', 2)";
            db.run(Statement::new(second)).await.unwrap();
            for (site, found) in [
                (host("b.example:3000"), Some(1)),
                (host("B.Example."), Some(1)),
                (host("a.example"), Some(0)),
                (host(""), Some(0)),
                (SiteRef::Id(SITES[1].to_owned()), Some(1)),
                (SiteRef::Id("b.example".to_owned()), None),
                (SiteRef::Id("018f3f70-1c2d-7abc-8def-000000000003".to_owned()), None),
            ] {
                let place = find(&store, &site).await.unwrap();
                assert_eq!(
                    place.map(|place| place.id.to_string()),
                    found.map(|at| SITES[at].to_owned()),
                    "{site:?}"
                );
            }
            let place = find(&store, &host("b.example")).await.unwrap().unwrap();
            let scope = Scope { site: place.key, epoch: place.epoch };
            assert_eq!(of_site(&store, &scope).await.unwrap(), ["b.example", "c.example"]);
            let outdated = of_site(&store, &Scope { epoch: 0, ..scope }).await;
            assert!(matches!(outdated, Err(Error::Outdated)));
        });
    }

    #[test]
    fn moving_a_host_name_increases_the_epoch_of_its_former_site() {
        block_on(async {
            let db = world().await;
            let store = Store::new(&db);
            let names = ["x.example", "y.example"];
            for change in [
                "INSERT INTO site_domains (domain, site) VALUES ('x.example', 2)",
                "UPDATE site_domains SET site = 1",
                "UPDATE site_domains SET domain = 'y.example'",
                "UPDATE site_domains SET site = 2",
                "UPDATE site_domains SET domain = 'x.example'",
                "INSERT INTO site_domains (domain, site) VALUES ('y.example', 1)",
                "DELETE FROM site_domains WHERE domain = 'x.example'",
                "INSERT INTO site_domains (domain, site) VALUES ('x.example', 2)",
                "DELETE FROM sites WHERE pk = 2",
            ] {
                let mut before = Vec::new();
                for name in names {
                    before.push(find(&store, &host(name)).await.unwrap().unwrap());
                }
                db.run(Statement::new(change)).await.unwrap();
                for (name, before) in names.iter().zip(before) {
                    let after = find(&store, &host(name)).await.unwrap().unwrap();
                    if after.id != before.id {
                        let scope = Scope { site: before.key, epoch: before.epoch };
                        let remembered = of_site(&store, &scope).await;
                        assert!(matches!(remembered, Err(Error::Outdated)), "{change}: {name}");
                    }
                }
            }
        });
    }
}
