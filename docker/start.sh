#!/bin/sh
# What each container of docker-compose.yml runs:  socle-start setup | web | worker | slow | scheduler | gather | fetch
# All settings come from the environment (docs/operator/install.md).
set -eu
role=${1:-web}
case "$role" in
setup)
    if [ "${SOCLE_DEMO:-}" = 1 ]; then exec socle setup --demo; fi
    exec socle setup
    ;;
web | worker | slow | scheduler | gather | fetch) exec socle only "$role" ;;
*)
    echo "socle-start: unknown role «$role» (setup, web, worker, slow, scheduler, gather, fetch)" >&2
    exit 2
    ;;
esac
