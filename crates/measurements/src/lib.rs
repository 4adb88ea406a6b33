//! Measurement files into observations, coverage and gaps; topology by date
