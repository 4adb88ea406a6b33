//! A capture into a clean, dated document with its comments
