"""Template helpers of the ground plugin (every public function is exported)."""
