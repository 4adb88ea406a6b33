//! Search, case and claim pages, and the same as JSON
