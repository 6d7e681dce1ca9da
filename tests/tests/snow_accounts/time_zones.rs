//! `GET /api/config/timezones`

use weft_tests::House;

#[test]
fn whoever_is_in_sees_the_time_zones_that_slugs_may_be_dated_in() {
    let house = House::open();
    for actor in [house.viewer().session(), house.viewer().key(), house.admin().key()] {
        let answer = actor.get("/api/config/timezones").send();
        let zones = answer.is(200).costs(0).json();
        let zones: Vec<&str> = zones.as_array().unwrap().iter().map(|zone| zone.as_str().unwrap()).collect();
        assert!(zones.len() > 300, "{}", zones.len());
        for zone in ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Etc/UTC"] {
            assert!(zones.contains(&zone), "no {zone}");
        }
    }
    house.anon().get("/api/config/timezones").send().says(401, "Unauthorized");
}
