//! sqlx-libsql
