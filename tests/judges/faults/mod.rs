//! Named cases: what must not go wrong, whatever the API does.

mod actions;
mod answers;
mod brake;
mod creates;
mod destroys;
mod lifecycle;
mod plans;
mod refresh;
