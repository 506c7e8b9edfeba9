#!/bin/sh
# Makes the secrets of docker/compose.yaml in docker/secrets, each in a file of its own. What is there already stays as it is,
# so it can be run again.
set -eu
cd "$(dirname "$0")"
# Nobody else may enter the folder. The files in it can be read by all, because the users in the containers are others than
# the one who makes them, and a container sees nothing but the files that are given to it.
mkdir -p secrets
chmod 700 secrets
cd secrets
umask 022

made() {
  [ -s "$1" ] || { cat >"$1.new" && mv "$1.new" "$1"; }
}
password() {
  head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n'
}

password | made postgres-password
password | made postgres-owner-password
password | made postgres-service-password
printf 'postgres://waymark_owner:%s@postgres:5432/waymark\n' "$(cat postgres-owner-password)" | made database-owner-url
printf 'postgres://waymark_service:%s@postgres:5432/waymark\n' "$(cat postgres-service-password)" | made database-url
head -c 32 /dev/urandom | base64 | made master-key
# The mail catcher of the compose file, until a real server is written here.
printf 'smtp://mail:1025\n' | made smtp-url

echo 'The secrets are in docker/secrets. Keep a copy of master-key elsewhere: without it, nobody can read what is sealed.'
