//! R3's API, endpoint by endpoint: the test of `GET /api/content/:id` is `r3/content/find_by_id.rs`.

#[path = "r3/smoke.rs"]
mod smoke;
