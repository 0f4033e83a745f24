#!/bin/sh
# Installs a package for Linux or macOS, tries it as a reader would, and removes it:
#     sh packaging/try.sh FILE FOLDER
# FOLDER gets what the self-test said and a picture of the demo. Meant for a fresh machine or
# container, as root on Linux; ends with the first thing that fails.
set -eu
file=$1
shown=$2
mkdir -p "$shown"
export DEBIAN_FRONTEND=noninteractive
export LANG=C.UTF-8
remove=:

case $file in
*.deb)
    apt-get update -qq
    apt-get install -y -qq "$(realpath "$file")" xvfb xauth fonts-dejavu-core
    program=daily8
    remove='apt-get remove -y -qq daily8 && test -z "$(command -v daily8)"'
    ;;
*.rpm)
    dnf install -y -q "$file" xorg-x11-server-Xvfb xorg-x11-xauth dejavu-sans-fonts which
    program=daily8
    remove='dnf remove -y -q daily8 && test -z "$(command -v daily8)"'
    ;;
*.AppImage)
    # What a desktop has; no FUSE in a container, so it unpacks itself.
    apt-get update -qq
    apt-get install -y -qq xvfb xauth fonts-dejavu-core libegl1 libgl1 libdbus-1-3 \
        libfontconfig1 libfreetype6 libglib2.0-0 libgssapi-krb5-2 libx11-xcb1 libxcb-randr0 \
        libxcb-render0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0 \
        libwayland-client0 libwayland-cursor0
    chmod +x "$file"
    export APPIMAGE_EXTRACT_AND_RUN=1
    program=$(realpath "$file")
    ;;
*.tar.xz)
    apt-get update -qq
    apt-get install -y -qq xz-utils xvfb xauth fonts-dejavu-core libegl1 libgl1 libdbus-1-3 \
        libfontconfig1 libfreetype6 libglib2.0-0 libgssapi-krb5-2 libbrotli1 libx11-xcb1 \
        libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 \
        libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libxkbcommon0 libxkbcommon-x11-0 \
        libwayland-client0 libwayland-cursor0
    mkdir unpacked
    tar -xJf "$file" -C unpacked
    program=$(realpath unpacked/*/daily8)
    ;;
*.dmg)
    mount=$(mktemp -d)
    hdiutil attach -nobrowse -readonly -mountpoint "$mount" "$file"
    cp -R "$mount/Daily8.app" /Applications/
    hdiutil detach "$mount"
    codesign --verify --deep --strict /Applications/Daily8.app
    # Only a notarised app passes; an unsigned one is said to be unsigned, and goes on.
    spctl --assess --type execute -v /Applications/Daily8.app || echo "Gatekeeper does not know it."
    program=/Applications/Daily8.app/Contents/MacOS/daily8
    remove='rm -rf /Applications/Daily8.app'
    ;;
*)
    echo "No way to install $file" >&2
    exit 2
    ;;
esac

screen() {
    if command -v xvfb-run >/dev/null; then
        xvfb-run -a -s "-screen 0 1600x1000x24" "$@"
    else
        "$@"
    fi
}

screen "$program" self-test --out "$shown/self-test.txt"
screen "$program" --demo --screenshot "$shown/demo.png" --size 1440x900 --scheme light
test -s "$shown/demo.png"
cat "$shown/self-test.txt"
eval "$remove"
echo "$(basename "$file"): installed, tried and removed."
