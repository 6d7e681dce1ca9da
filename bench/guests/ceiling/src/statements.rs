//! Every statement of the ceiling. `?1` is the credential's hash; no row means an unknown
//! credential.

/// `?2` id, `?3` the client's If-None-Match: (validator, document unless the caller has it).
pub(crate) const BY_ID: &str = "
SELECT e.etag, CASE WHEN e.etag = ?3 THEN NULL ELSE e.doc END
  FROM credentials AS c LEFT JOIN entries AS e ON e.id = ?2 AND e.site = c.site WHERE c.hash = ?1";

/// `?2` slug, `?3` as above.
pub(crate) const BY_SLUG: &str = "
SELECT e.etag, CASE WHEN e.etag = ?3 THEN NULL ELSE e.doc END
  FROM credentials AS c LEFT JOIN entries AS e ON e.site = c.site AND e.slug = ?2 WHERE c.hash = ?1";

/// `?2` limit, `?3` category: (changes, total, documents with commas), newest first.
pub(crate) const BY_CATEGORY: &str = "
SELECT s.changes,
       (SELECT count(*) FROM entries AS e WHERE e.site = s.pk AND e.category = ?3),
       (SELECT COALESCE(group_concat(doc), '')
          FROM (SELECT doc FROM entries AS e WHERE e.site = s.pk AND e.category = ?3 ORDER BY created_at DESC LIMIT ?2))
  FROM credentials AS c JOIN sites AS s ON s.pk = c.site WHERE c.hash = ?1";

/// `?2` limit, `?3` and `?4` prices: as above, cheapest first.
pub(crate) const BY_PRICE: &str = "
SELECT s.changes,
       (SELECT count(*) FROM entries AS e WHERE e.site = s.pk AND e.price >= ?3 AND e.price < ?4),
       (SELECT COALESCE(group_concat(doc), '')
          FROM (SELECT doc FROM entries AS e WHERE e.site = s.pk AND e.price >= ?3 AND e.price < ?4
                 ORDER BY price, created_at LIMIT ?2))
  FROM credentials AS c JOIN sites AS s ON s.pk = c.site WHERE c.hash = ?1";

/// `?2` limit: as above, newest first; the total is stored, not counted.
pub(crate) const NEWEST: &str = "
SELECT s.changes, s.total,
       (SELECT COALESCE(group_concat(doc), '')
          FROM (SELECT doc FROM entries AS e WHERE e.site = s.pk ORDER BY created_at DESC LIMIT ?2))
  FROM credentials AS c JOIN sites AS s ON s.pk = c.site WHERE c.hash = ?1";

/// `?2` id, `?3` slug, `?4` validator, `?5` document.
pub(crate) const CREATE: &str = "
INSERT INTO created (id, site, slug, etag, doc) SELECT ?2, c.site, ?3, ?4, ?5 FROM credentials AS c WHERE c.hash = ?1
RETURNING pk";
