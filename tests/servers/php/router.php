<?php
// For "php -S": a file as it is, a script, or WordPress's front controller below DAILY8_PATH.
if (getenv('DAILY8_STRIP_AUTHORIZATION')) {  // as CGI hosts without the rewrite rule do
    unset($_SERVER['HTTP_AUTHORIZATION'], $_SERVER['PHP_AUTH_USER'], $_SERVER['PHP_AUTH_PW']);
}
$root = $_SERVER['DOCUMENT_ROOT'];
$path = rawurldecode((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
if (str_contains($path, '..') || str_contains($path, "\0")) {
    http_response_code(400);
    return true;
}
$file = is_dir($root . $path) ? rtrim($root . $path, '/') . '/index.php' : $root . $path;
if (is_file($file) && !str_ends_with($file, '.php')) {
    return false;
}
if (!is_file($file)) {
    $file = $root . getenv('DAILY8_PATH') . '/index.php';
}
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = substr($file, strlen($root));
$_SERVER['SCRIPT_FILENAME'] = $file;
chdir(dirname($file));
require $file;
return true;
