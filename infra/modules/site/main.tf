locals {
  # Policies that CloudFront has in every account: Managed-CachingDisabled, Managed-AllViewerExceptHostHeader.
  # Without Host, since API Gateway answers to its own alone.
  no_caching             = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
  all_but_host           = "b689b0a8-53d0-40ab-baf2-38738e2966ac"
  dynamic_paths          = flatten([for path in ["api", "admin", "accounts", "health"] : ["/${path}", "/${path}/*"]])
  every_method           = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
  origins_over_the_wire  = { http = var.http_api_host, websocket = var.websocket_api_host }
  behaviours_of_gateways = merge({ for path in local.dynamic_paths : path => "http" }, { "/${var.websocket_stage}" = "websocket" })
}

module "bucket" {
  source = "../bucket"

  name                      = var.bucket_name
  reading_distribution_arns = [aws_cloudfront_distribution.this.arn]
  keep_replaced_days        = var.keep_replaced_days
  force_destroy             = true # all of it comes out of the repository
  kms_key_arn               = var.kms_key_arn
}

resource "aws_cloudfront_origin_access_control" "this" {
  name                              = var.name
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

# What says nothing of its age is asked for each time, by its ETag; what says so is kept as long as it says.
resource "aws_cloudfront_cache_policy" "files" {
  name        = "${var.name}-files"
  min_ttl     = 0
  default_ttl = 0
  max_ttl     = 31536000 # seconds

  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_brotli = true
    enable_accept_encoding_gzip   = true

    cookies_config {
      cookie_behavior = "none"
    }

    headers_config {
      header_behavior = "none"
    }

    query_strings_config {
      query_string_behavior = "none"
    }
  }
}

resource "aws_cloudfront_distribution" "this" {
  comment             = var.name
  enabled             = true
  is_ipv6_enabled     = true
  http_version        = "http2and3"
  price_class         = var.price_class
  default_root_object = "index.html"
  aliases             = var.domain_names
  web_acl_id          = var.web_acl_arn

  origin {
    origin_id                = "files"
    domain_name              = module.bucket.regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.this.id
  }

  dynamic "origin" {
    for_each = local.origins_over_the_wire

    content {
      origin_id   = origin.key
      domain_name = origin.value

      custom_header {
        name  = "X-Proxy-Secret"
        value = var.proxy_secret
      }

      # The name that the caller used, for the addresses in answers. Without a domain they name the gateway.
      dynamic "custom_header" {
        for_each = slice(var.domain_names, 0, min(1, length(var.domain_names)))

        content {
          name  = "X-Forwarded-Host"
          value = custom_header.value
        }
      }

      custom_origin_config {
        http_port              = 80
        https_port             = 443
        origin_protocol_policy = "https-only"
        origin_ssl_protocols   = ["TLSv1.2"]
      }
    }
  }

  default_cache_behavior {
    target_origin_id           = "files"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = aws_cloudfront_cache_policy.files.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.this["shell"].id
  }

  ordered_cache_behavior {
    path_pattern               = "/static/*"
    target_origin_id           = "files"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = aws_cloudfront_cache_policy.files.id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.this["static"].id
  }

  # The socket's path is the name of its stage, so that nothing needs rewriting.
  dynamic "ordered_cache_behavior" {
    for_each = local.behaviours_of_gateways

    content {
      path_pattern             = ordered_cache_behavior.key
      target_origin_id         = ordered_cache_behavior.value
      viewer_protocol_policy   = "https-only"
      allowed_methods          = local.every_method
      cached_methods           = ["GET", "HEAD"]
      compress                 = false # answers may hold secrets beside what a caller chose (BREACH)
      cache_policy_id          = local.no_caching
      origin_request_policy_id = local.all_but_host
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = var.certificate_arn == null
    acm_certificate_arn            = var.certificate_arn
    ssl_support_method             = var.certificate_arn == null ? null : "sni-only"
    minimum_protocol_version       = var.certificate_arn == null ? null : "TLSv1.2_2021"
  }
}
