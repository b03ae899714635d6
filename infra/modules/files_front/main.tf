# Where files are fetched: S3 itself sends no nosniff and no policy. Who may have one is S3's to judge, by the signature
# in the address; so CloudFront passes the whole query on, and signs nothing itself: there is no access control of its own.

# S3 says `private` in each answer, and the signature is in the key: nothing is kept, and least of all for another's.
resource "aws_cloudfront_cache_policy" "this" {
  name        = var.name
  min_ttl     = 0
  default_ttl = 0
  max_ttl     = 1 # second: with 0 CloudFront takes no query into the key, nor passes it on

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_brotli = false
    enable_accept_encoding_gzip   = false

    cookies_config {
      cookie_behavior = "none"
    }

    headers_config {
      header_behavior = "none" # Host would be one that the signature is not for
    }

    query_strings_config {
      query_string_behavior = "all"
    }
  }
}

# Those of FILES in apps/web/headers.py, which a test holds these against; but the pages are of another site.
resource "aws_cloudfront_response_headers_policy" "this" {
  name = var.name

  security_headers_config {
    content_security_policy {
      content_security_policy = "default-src 'none'; sandbox"
      override                = true
    }

    content_type_options {
      override = true
    }

    referrer_policy {
      referrer_policy = "no-referrer"
      override        = true
    }

    strict_transport_security {
      access_control_max_age_sec = 31536000
      include_subdomains         = true
      preload                    = true
      override                   = true
    }
  }

  custom_headers_config {
    items {
      header   = "Cross-Origin-Resource-Policy"
      value    = "cross-origin"
      override = true
    }
  }
}

# Under the name that CloudFront gives it, which shares no cookie with any other.
resource "aws_cloudfront_distribution" "this" {
  comment         = var.name
  enabled         = true
  is_ipv6_enabled = true
  http_version    = "http2and3"
  price_class     = var.price_class

  origin {
    origin_id   = "bucket"
    domain_name = var.bucket_host
  }

  default_cache_behavior {
    target_origin_id           = "bucket"
    viewer_protocol_policy     = "https-only"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = false # most are compressed, and a player asks for ranges
    cache_policy_id            = aws_cloudfront_cache_policy.this.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.this.id
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
