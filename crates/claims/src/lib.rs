//! A document into claims: who said what, about whom, when, how firmly
