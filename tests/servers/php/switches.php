<?php
// A must-use plugin: no mail, and switches that tests turn over wp/v2/settings. All are off at first.
function wp_mail($to, $subject, $message, $headers = '', $attachments = []) {
    return true;
}
add_action('init', function () {
    foreach (['daily8_no_flood' => 'boolean', 'daily8_stall_ms' => 'integer'] as $name => $type) {
        register_setting('general', $name, ['type' => $type, 'default' => 0, 'show_in_rest' => true]);
    }
    if (get_option('daily8_no_flood')) {
        remove_filter('comment_flood_filter', 'wp_throttle_comment_flood', 10);
    }
    register_taxonomy('desk', 'story', ['public' => true, 'hierarchical' => true,
        'show_in_rest' => true, 'rest_base' => 'desks', 'label' => 'Desks']);
    register_post_type('story', ['public' => true, 'show_in_rest' => true, 'label' => 'Stories',
        'rest_base' => 'stories', 'taxonomies' => ['desk'],
        'supports' => ['title', 'editor', 'excerpt', 'comments', 'author']]);
    register_post_type('snippet', ['public' => false, 'show_in_rest' => true, 'label' => 'Snippets']);
});
if (getenv('DAILY8_NEWS_TYPE')) {  // a site that keeps its news in a type of its own
    add_filter('rest_post_query', fn($query) => ['post__in' => [0]] + $query);
}
if (getenv('DAILY8_PLAIN_LINKS')) {
    add_filter('pre_option_permalink_structure', fn() => '');
}
// Stalls when the comment is stored and before the answer goes out: what a time-out must survive.
add_action('rest_after_insert_comment', function () {
    usleep(1000 * (int) get_option('daily8_stall_ms', 0));
});
