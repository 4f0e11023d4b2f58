"""The verbs: each public function is one transaction of one actor."""
