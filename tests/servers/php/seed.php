<?php
// Installs WordPress and fills it. Arguments: folder of the site, its address, posts, comments of
// the long thread. Prints what tests must know as JSON.
error_reporting(E_ALL & ~E_DEPRECATED);
[, $root, $url, $wanted, $long] = $argv;
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = parse_url($url, PHP_URL_HOST) . ':' . parse_url($url, PHP_URL_PORT);
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
require "$root/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/image.php';
mt_srand(8);
$now = time();
$stamp = fn(int $seconds) => gmdate('Y-m-d H:i:s', $seconds);

function options(): void {
    global $wp_rewrite;
    $wp_rewrite->set_permalink_structure('/%year%/%monthnum%/%postname%/');
    $options = ['timezone_string' => 'UTC', 'blogdescription' => 'All that happens on the quay',
        'comment_moderation' => 0, 'comment_previously_approved' => 0, 'comment_registration' => 1,
        'comment_max_links' => 2, 'moderation_keys' => 'holdme', 'disallowed_keys' => 'trashme',
        'close_comments_for_old_posts' => 0, 'thread_comments_depth' => 5];
    array_map('update_option', array_keys($options), $options);
    switch_theme('plain');
}

function users(): array {
    $roles = ['mod' => 'editor', 'carol' => 'author', 'alice' => 'subscriber',
        'bob' => 'subscriber', 'dora' => 'subscriber'];
    $users = ['admin' => ['id' => 1, 'role' => 'administrator']];
    foreach ($roles as $login => $role) {
        $id = wp_insert_user(['user_login' => $login, 'user_pass' => wp_generate_password(20),
            'user_email' => "$login@example.test", 'display_name' => ucfirst($login), 'role' => $role]);
        $users[$login] = ['id' => $id, 'role' => $role];
    }
    foreach ($users as $login => $user) {
        $password = wp_generate_password(20, false);
        wp_set_password($password, $user['id']);
        [$app, $item] = WP_Application_Passwords::create_new_application_password(
            $user['id'], ['name' => 'Tests']);
        $users[$login] += ['password' => $password, 'app_uuid' => $item['uuid'],
            'app_password' => WP_Application_Passwords::chunk_password($app)];
    }
    return $users;
}

function categories(): array {
    $made = [];
    $tree = ['Harbour' => '', 'Town' => '', 'Trade' => '', 'Science' => '', 'Arts & Books' => '',
        'Space & Physics' => 'Science', 'Film' => 'Arts & Books', 'Weather' => ''];
    foreach ($tree as $name => $parent) {
        $made[$name] = wp_insert_category(
            ['cat_name' => $name, 'category_parent' => $made[$parent] ?? 0]);
    }
    return $made;
}

function pictures(int $count): array {
    $made = [];
    $folder = wp_upload_dir()['path'];
    for ($i = 0; $i < $count; $i++) {
        $image = imagecreatetruecolor(1200, 675);
        for ($x = 0; $x < 1200; $x += 60) {
            $colour = imagecolorallocate($image, $x * 7 % 256, $i * 53 % 256, ($x + $i * 31) % 256);
            imagefilledrectangle($image, $x, 0, $x + 60, 675, $colour);
        }
        imagejpeg($image, "$folder/quay-$i.jpg", 80);
        $id = wp_insert_attachment(['post_mime_type' => 'image/jpeg', 'post_title' => "Quay $i",
            'post_status' => 'inherit', 'post_excerpt' => "The quay & its boats, $i"],
            "$folder/quay-$i.jpg");
        wp_update_attachment_metadata(
            $id, wp_generate_attachment_metadata($id, "$folder/quay-$i.jpg"));
        update_post_meta($id, '_wp_attachment_image_alt', "Stripes, number $i");
        $made[] = $id;
    }
    return $made;
}

function article(string $title, string $body, int $at, array $more = []): int {
    global $users, $stamp;
    return wp_insert_post(array_merge(['post_title' => wp_slash($title), 'post_content' => wp_slash($body),
        'post_excerpt' => wp_slash("In short: $title"), 'post_status' => 'publish',
        'post_author' => $users['carol']['id'], 'post_date' => $stamp($at),
        'post_date_gmt' => $stamp($at), 'comment_status' => 'open'], $more), true);
}

function paragraphs(int $story, int $count): string {
    $body = '';
    for ($i = 1; $i <= $count; $i++) {
        $body .= "<!-- wp:paragraph -->\n<p>Part $i of report $story. "
            . str_repeat('The ferry left on time and the gulls came along. ', mt_rand(4, 9))
            . "</p>\n<!-- /wp:paragraph -->\n\n";
    }
    return $body . "<blockquote><p>We sail at dawn.</p><cite>The pilot</cite></blockquote>\n";
}

function thread(int $post, int $count, int $depth): void {
    global $wpdb, $users, $now, $stamp;
    $made = [];
    $wpdb->query('START TRANSACTION');
    for ($i = 0; $i < $count; $i++) {
        $above = $i % 3 ? $made[mt_rand(max(0, $i - 40), $i - 1)] : [0, 0];
        [$parent, $level] = $above[1] < $depth ? $above : [0, 0];
        if ($i % 100 == 51) {
            [$parent, $level] = end($made);  // the held one
        }
        $login = ['alice', 'bob', 'carol'][$i % 3];
        $at = $stamp($now - 90000 + 40 * $i);
        $held = $i % 100 == 50;  // answers to these are orphans for every reader
        $wpdb->insert($wpdb->comments, ['comment_post_ID' => $post, 'comment_parent' => $parent,
            'comment_author' => ucfirst($login), 'comment_author_email' => "$login@example.test",
            'comment_author_IP' => '127.0.0.1', 'comment_date' => $at, 'comment_date_gmt' => $at,
            'comment_content' => "Remark $i on level $level: "
                . str_repeat('the ferry is a <strong>good</strong> idea &amp; cheap. ', 1 + $i % 5),
            'comment_approved' => $held ? '0' : '1', 'comment_agent' => 'seed',
            'comment_type' => 'comment', 'user_id' => $users[$login]['id']]);
        $made[] = [(int) $wpdb->insert_id, $level + 1];
    }
    $wpdb->query('COMMIT');
    wp_update_comment_count_now($post);
}

wp_install('The Quay Courier', 'admin', 'admin@example.test', true, '', wp_generate_password(20));
options();
$users = users();
$categories = categories();
$pictures = pictures(6);
wp_delete_post(1, true);
wp_defer_term_counting(true);
wp_defer_comment_counting(true);
$names = array_values($categories);
$posts = [];
$special = [
    'long' => ['Ferry “Nadia” & the <em>long</em> talk', []],
    'empty' => ['Nothing said about the lighthouse yet', []],
    'closed' => ['The last word on the lighthouse', ['comment_status' => 'closed']],
    'locked' => ['The harbour master’s letter', ['post_password' => 'sesame']],
    'arabic' => ['سفينة جديدة تصل إلى الميناء', []],
    'hebrew' => ['ספינה חדשה הגיעה לנמל', []],
    'played' => ['Children play on the quay', []],
];
foreach ($special as $key => [$title, $more]) {
    $posts[$key] = article($title, paragraphs(count($posts), 5), $now - 60 * (1 + count($posts)),
        $more + ['post_category' => [$names[count($posts) % 8]], 'tags_input' => ['ferry']]);
}
$first = [];
for ($i = count($posts); $i < (int) $wanted; $i++) {
    // Every tenth comes out in the same second as the one before.
    $at = $now - 3600 - 5400 * ($i - ($i % 10 == 9 ? 1 : 0));
    $id = article("Report $i from the quay", paragraphs($i, 3 + $i % 4), $at,
        ['post_category' => [$names[$i % 8], $names[($i * 3 + 1) % 8]], 'tags_input' => ['pier' . $i % 9]]);
    if ($i % 5) {
        set_post_thumbnail($id, $pictures[$i % 6]);
    }
    $first[] = $id;
}
foreach (['Story of the bell', 'Story of the rope', 'Story of the buoy'] as $i => $title) {
    $desk = wp_insert_term("Desk $i", 'desk');
    $id = article($title, paragraphs($i, 2), $now - 60 * $i, ['post_type' => 'story']);
    wp_set_object_terms($id, [$desk['term_id']], 'desk');
}
wp_defer_term_counting(false);
thread($posts['long'], (int) $long, 8);
foreach (array_slice($first, 0, 30) as $i => $id) {
    thread($id, $i, 4);
}
wp_defer_comment_counting(false);
delete_option('rewrite_rules');
echo json_encode(['version' => $GLOBALS['wp_version'], 'users' => $users, 'posts' => $posts,
    'categories' => $categories, 'total' => (int) wp_count_posts()->publish,
    'long' => (int) get_comments_number($posts['long'])]), "\n";
