//! Results as HTML, JSON and terminal text; draws the timeline
