//! `GET /api/config/timezones`

use weft_tests::SnowInstallation;

#[test]
fn every_account_lists_the_time_zones() {
    let installation = SnowInstallation::start();
    for actor in [installation.viewer().session(), installation.viewer().key(), installation.admin().key()] {
        let answer = actor.get("/api/config/timezones").send();
        let zones = answer.is(200).costs(0).json();
        let zones: Vec<&str> = zones.as_array().unwrap().iter().map(|zone| zone.as_str().unwrap()).collect();
        assert!(zones.len() > 300, "{}", zones.len());
        for zone in ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Etc/UTC"] {
            assert!(zones.contains(&zone), "no {zone}");
        }
    }
    installation.anon().get("/api/config/timezones").send().says(401, "Unauthorized");
}
