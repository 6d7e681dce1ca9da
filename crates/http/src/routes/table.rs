//! Declares a table: one list becomes the enum of the endpoints and their rows.

/// Declares a dialect's endpoints: an enum, and its table as the constant `TABLE`.
///
/// A row is `Variant { name: Type } => METHOD path, "name for people", who, right, round trips;`.
/// The names are those of the path, in order; the captures are decoded and parsed as their types
/// ([`Capture`](crate::routes::Capture)). `kept` at the end makes instances keep the replies.
#[macro_export]
macro_rules! endpoints {
    (
        $(#[$meta:meta])* $vis:vis enum $Endpoint:ident;
        $(
            $(#[$doc:meta])*
            $Variant:ident $({ $($capture:ident: $type:ty),+ })? => $method:ident $path:expr,
            $name:literal, $who:ident, $right:expr, $trips:literal $($kept:ident)?;
        )+
    ) => {
        $(#[$meta])*
        $vis enum $Endpoint {
            $(
                $(#[$doc])*
                $Variant $({ $(
                    #[doc = concat!("`:", stringify!($capture), "` of the path.")]
                    $capture: $type,
                )+ })?,
            )+
        }

        impl $Endpoint {
            /// The rows: method, path, required identity and right.
            $vis const TABLE: &'static [$crate::routes::Row<Self>] = &[
                $($crate::endpoints!(
                    @row $Variant ($($($capture: $type),+)?) $method $path, $name, $who, $right, $trips, $($kept)?
                ),)+
            ];
        }

        impl $crate::routes::Endpoints for $Endpoint {
            const TABLE: &'static [$crate::routes::Row<Self>] = Self::TABLE;
        }
    };
    (@row $Variant:ident ($($capture:ident: $type:ty),*) $method:ident $path:expr, $name:literal, $who:ident, $right:expr, $trips:literal, $($kept:ident)?) => {
        $crate::routes::Row {
            id: stringify!($Variant),
            name: $name,
            method: $crate::routes::Method::$method,
            path: $path,
            captures: &[$(stringify!($capture)),*],
            who: $crate::routes::Who::$who,
            right: $right,
            round_trips: $trips,
            is_kept: $crate::endpoints!(@kept $($kept)?),
            parse: |_captures| Ok(Self::$Variant { $($capture: _captures.take::<$type>()?),* }),
            slashes: $crate::routes::slashes($path.as_bytes()),
            literal: $crate::routes::literal($path.as_bytes()),
        }
    };
    (@kept kept) => { true };
    (@kept) => { false };
}
