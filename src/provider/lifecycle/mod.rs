//! The life of one object of the API: the only place from which the resources and actions of this provider send writes.
//!
//! A write is refused, done, or nobody knows, and what the API shows afterwards may lag behind. What follows from that is
//! decided here, once, and never by a guess:
//!
//! - [`create`] makes an object once. If the answer is lost, the object is looked for; it is ours only if all of the rules of
//!   [`search`] hold. Nothing is ever sent a second time unless it surely was not executed.
//! - [`modify`] sends what sets an object to given values, which may be repeated: if the answer is lost, it asks whether
//!   [this very request would still be sent](diff::is_due).
//! - [`settle`] reads the object after a write. It is what the plan said; the answer fills what was unknown.
//! - [`presence`] decides whether an object is there. "Gone" needs two well-formed answers, a second apart.
//! - [`brake`] stops a run of whose objects most are gone: it may not see them.
//! - [`delete`] is done when the object is gone.
//! - [`Run`] knows which objects belong to which resource of this run: each has one owner.
//!
//! A kind of object takes part by implementing [`RemoteObject`].

mod brake;
mod create;
mod delete;
mod diff;
mod modify;
mod object;
mod presence;
mod refresh;
mod run;
mod search;
mod settle;
#[cfg(test)]
mod tests;
mod unclear;

pub(super) use self::create::create;
pub(super) use self::delete::delete;
pub(super) use self::diff::is_due;
pub(super) use self::modify::{modify, modify_to, send};
pub(super) use self::object::{Creatable, Parent, RemoteObject};
pub(super) use self::presence::present;
pub(super) use self::refresh::{look_again, look_at, refresh, refresh_member};
pub(super) use self::run::{Lowered, Run};
pub(super) use self::settle::{filled, settle};
pub(super) use self::unclear::forget;
