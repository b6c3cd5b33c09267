//! Named cases: what must not go wrong, whatever the API does.

mod answers;
mod creates;
mod lifecycle;
mod plans;
