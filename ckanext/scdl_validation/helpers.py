"""Template helpers of this room (every public function is exported)."""
